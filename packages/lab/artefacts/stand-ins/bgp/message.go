// Package bgp is as much of BGP-4 (RFC 4271) as announcing one prefix takes: a speaker that only dials, and
// never learns a route.
package bgp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
)

// The types of messages, RFC 4271, 4.1.
const (
	open         = 1
	update       = 2
	notification = 3
	keepalive    = 4
)

const (
	headerLength  = 19
	maximumLength = 4096
	// What a speaker that knows two octets is told of an AS that needs four, RFC 6793.
	asTrans = 23456
)

func frame(kind byte, body []byte) []byte {
	message := make([]byte, headerLength, headerLength+len(body))
	for index := 0; index < 16; index++ {
		message[index] = 0xff
	}
	binary.BigEndian.PutUint16(message[16:], uint16(headerLength+len(body)))
	message[18] = kind
	return append(message, body...)
}

func readMessage(from io.Reader) (kind byte, body []byte, err error) {
	header := make([]byte, headerLength)
	if _, err := io.ReadFull(from, header); err != nil {
		return 0, nil, err
	}
	length := binary.BigEndian.Uint16(header[16:])
	if length < headerLength || length > maximumLength {
		return 0, nil, fmt.Errorf("a message of %d octets", length)
	}
	body = make([]byte, length-headerLength)
	_, err = io.ReadFull(from, body)
	return header[18], body, err
}

// openMessage says who speaks, with the capabilities for IPv4, IPv6 and AS numbers of four octets.
func openMessage(asn uint32, holdTime uint16, id netip.Addr) []byte {
	capabilities := []byte{
		1, 4, 0, 1, 0, 1, // multiprotocol: IPv4 unicast
		1, 4, 0, 2, 0, 1, // multiprotocol: IPv6 unicast
		65, 4, byte(asn >> 24), byte(asn >> 16), byte(asn >> 8), byte(asn),
	}
	short := asn
	if asn > 0xffff {
		short = asTrans
	}
	body := []byte{4, byte(short >> 8), byte(short), byte(holdTime >> 8), byte(holdTime)}
	body = append(body, id.AsSlice()...)
	body = append(body, byte(len(capabilities)+2), 2, byte(len(capabilities)))
	return frame(open, append(body, capabilities...))
}

// peerOpen is what the other side said of itself.
type peerOpen struct {
	asn      uint32
	holdTime uint16
	// Whether AS numbers in its messages have four octets.
	wide bool
}

func parseOpen(body []byte) (peerOpen, error) {
	if len(body) < 10 || len(body) < 10+int(body[9]) {
		return peerOpen{}, errors.New("an OPEN that is too short")
	}
	peer := peerOpen{
		asn:      uint32(binary.BigEndian.Uint16(body[1:])),
		holdTime: binary.BigEndian.Uint16(body[3:]),
	}
	for parameters := body[10 : 10+int(body[9])]; len(parameters) >= 2; {
		length := int(parameters[1])
		if len(parameters) < 2+length {
			return peerOpen{}, errors.New("an OPEN with a broken parameter")
		}
		if parameters[0] == 2 {
			peer.readCapabilities(parameters[2 : 2+length])
		}
		parameters = parameters[2+length:]
	}
	return peer, nil
}

func (peer *peerOpen) readCapabilities(rest []byte) {
	for len(rest) >= 2 && len(rest) >= 2+int(rest[1]) {
		value := rest[2 : 2+int(rest[1])]
		if rest[0] == 65 && len(value) == 4 {
			peer.wide = true
			peer.asn = binary.BigEndian.Uint32(value)
		}
		rest = rest[2+len(value):]
	}
}
