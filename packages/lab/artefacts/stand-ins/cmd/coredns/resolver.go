package main

import (
	"encoding/binary"
	"io"
	"log"
	"net"
	"time"

	"quorate/stand-ins/dns"
)

const (
	timeToLive     = 30
	forwardTimeout = 2 * time.Second
	idleTimeout    = 10 * time.Second
	largest        = 65535
)

// resolver answers queries.
type resolver struct {
	names    *names
	upstream string
}

// answer is nil for what is not a query.
func (resolver resolver) answer(query []byte) []byte {
	question, err := dns.ParseQuestion(query)
	if err != nil {
		return nil
	}
	if resolver.names.ours(question.Name) {
		addresses, found := resolver.names.find(question.Name)
		if !found {
			return dns.Answer(question, dns.NameError, timeToLive, nil)
		}
		return dns.Answer(question, dns.Success, timeToLive, addresses)
	}
	if answer := resolver.forward(query); answer != nil {
		return answer
	}
	return dns.Answer(question, dns.ServerFailure, timeToLive, nil)
}

func (resolver resolver) forward(query []byte) []byte {
	if resolver.upstream == "" {
		return nil
	}
	connection, err := net.DialTimeout("udp", net.JoinHostPort(resolver.upstream, "53"), forwardTimeout)
	if err != nil {
		return nil
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(forwardTimeout))
	if _, err := connection.Write(query); err != nil {
		return nil
	}
	answer := make([]byte, largest)
	read, err := connection.Read(answer)
	if err != nil {
		return nil
	}
	return answer[:read]
}

func (resolver resolver) serveUDP(address string) error {
	socket, err := net.ListenPacket("udp", address)
	if err != nil {
		return err
	}
	for {
		query := make([]byte, largest)
		read, from, err := socket.ReadFrom(query)
		if err != nil {
			return err
		}
		go func() {
			if answer := resolver.answer(query[:read]); answer != nil {
				_, _ = socket.WriteTo(answer, from)
			}
		}()
	}
}

func (resolver resolver) serveTCP(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Print(err)
			continue
		}
		go resolver.converse(connection)
	}
}

// converse answers the queries of a TCP connection, each headed by its length (RFC 1035, 4.2.2).
func (resolver resolver) converse(connection net.Conn) {
	defer connection.Close()
	for {
		_ = connection.SetDeadline(time.Now().Add(idleTimeout))
		var length [2]byte
		if _, err := io.ReadFull(connection, length[:]); err != nil {
			return
		}
		query := make([]byte, binary.BigEndian.Uint16(length[:]))
		if _, err := io.ReadFull(connection, query); err != nil {
			return
		}
		answer := resolver.answer(query)
		if answer == nil {
			return
		}
		if _, err := connection.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return
		}
	}
}
