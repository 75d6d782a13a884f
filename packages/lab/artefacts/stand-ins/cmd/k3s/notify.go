package main

import (
	"net"
	"os"
)

// notifyReady tells systemd, where it asks for it, that this service is ready.
func notifyReady() {
	socket := os.Getenv("NOTIFY_SOCKET")
	if socket == "" {
		return
	}
	connection, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		warn("systemd can't be told: %v", err)
		return
	}
	defer connection.Close()
	_, _ = connection.Write([]byte("READY=1"))
}
