// Package dns is as much of DNS (RFC 1035) as answering for the names of Services takes.
package dns

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"strings"
)

// The types of records that are answered.
const (
	TypeA    = 1
	TypeAAAA = 28
)

// Answers' codes, RFC 1035, 4.1.1.
const (
	Success       = 0
	ServerFailure = 2
	NameError     = 3
)

const (
	headerLength = 12
	classInet    = 1
)

// Question is the one question of a query.
type Question struct {
	ID    uint16
	Name  string // in lower case, without the last dot
	Type  uint16
	flags uint16
	raw   []byte
}

// ParseQuestion reads a query with one question.
func ParseQuestion(message []byte) (Question, error) {
	if len(message) < headerLength || message[2]&0x80 != 0 {
		return Question{}, errors.New("not a query")
	}
	if binary.BigEndian.Uint16(message[4:]) != 1 {
		return Question{}, errors.New("not one question")
	}
	var labels []string
	at := headerLength
	for {
		if at >= len(message) {
			return Question{}, errors.New("a name without an end")
		}
		length := int(message[at])
		at++
		if length == 0 {
			break
		}
		if length > 63 || at+length > len(message) {
			return Question{}, errors.New("a label that is too long")
		}
		labels = append(labels, string(message[at:at+length]))
		at += length
	}
	if at+4 > len(message) {
		return Question{}, errors.New("a question without a type")
	}
	return Question{
		ID:    binary.BigEndian.Uint16(message),
		Name:  strings.ToLower(strings.Join(labels, ".")),
		Type:  binary.BigEndian.Uint16(message[at:]),
		flags: binary.BigEndian.Uint16(message[2:]),
		raw:   message[headerLength : at+4],
	}, nil
}

// Answer makes the answer to a question; of the addresses only those of the type that was asked for count.
func Answer(question Question, code uint16, seconds uint32, addresses []netip.Addr) []byte {
	var records []byte
	count := uint16(0)
	for _, address := range addresses {
		kind := uint16(TypeAAAA)
		if address.Is4() {
			kind = TypeA
		}
		if kind != question.Type {
			continue
		}
		value := address.AsSlice()
		// The name is the question's: a pointer to it.
		records = append(records, 0xc0, headerLength)
		records = binary.BigEndian.AppendUint16(records, kind)
		records = binary.BigEndian.AppendUint16(records, classInet)
		records = binary.BigEndian.AppendUint32(records, seconds)
		records = binary.BigEndian.AppendUint16(records, uint16(len(value)))
		records = append(records, value...)
		count++
	}
	// An authoritative answer; what the query said of recursion is repeated.
	flags := 0x8400 | question.flags&0x0100 | code
	message := binary.BigEndian.AppendUint16(nil, question.ID)
	message = binary.BigEndian.AppendUint16(message, flags)
	message = binary.BigEndian.AppendUint16(message, 1)
	message = binary.BigEndian.AppendUint16(message, count)
	message = append(message, 0, 0, 0, 0)
	return append(append(message, question.raw...), records...)
}
