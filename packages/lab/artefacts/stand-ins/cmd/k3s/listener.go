package main

import (
	"context"
	"crypto/tls"
	"log"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

const dialTimeout = 3 * time.Second

// soReusePort is Linux' number of SO_REUSEPORT: the apiserver has the port at another address.
const soReusePort = 15

// listen serves a handler at k3s' port, at all addresses unless one is named.
func (settings settings) listen(ctx context.Context, handler http.Handler) error {
	at := settings.places
	pair, err := tls.LoadX509KeyPair(at.tls("dynamic-serving.crt"), at.tls("dynamic-serving.key"))
	if err != nil {
		return err
	}
	config := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		var failure error
		err := raw.Control(func(file uintptr) {
			failure = syscall.SetsockoptInt(int(file), syscall.SOL_SOCKET, soReusePort, 1)
		})
		if err != nil {
			return err
		}
		return failure
	}}
	listener, err := config.Listen(ctx, "tcp", hostPort(settings.value("bind-address", ""), settings.port))
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 30 * time.Second,
		TLSConfig: &tls.Config{
			Certificates: []tls.Certificate{pair},
			ClientAuth:   tls.RequestClientCert,
			NextProtos:   []string{"h2", "http/1.1"},
		},
		// Whoever ends a handshake says so himself.
		ErrorLog: log.New(devNull{}, "", 0),
	}
	go func() {
		if err := server.ServeTLS(notApiserver{listener}, "", ""); err != nil && ctx.Err() == nil {
			say("fatal", "%v", err)
			os.Exit(1)
		}
	}()
	return nil
}

// notApiserver takes no connection to the apiserver's address: it is down then, and whoever asks is this one.
type notApiserver struct{ net.Listener }

func (listener notApiserver) Accept() (net.Conn, error) {
	for {
		connection, err := listener.Listener.Accept()
		if err != nil {
			return nil, err
		}
		host, _, _ := net.SplitHostPort(connection.LocalAddr().String())
		if host != apiserverAddress {
			return connection, nil
		}
		_ = connection.Close()
	}
}

type devNull struct{}

func (devNull) Write(text []byte) (int, error) { return len(text), nil }
