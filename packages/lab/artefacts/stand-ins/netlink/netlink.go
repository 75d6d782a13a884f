// Package netlink sets addresses and routes in the network namespace of the process, through the kernel's
// own protocol and nothing but the standard library: the images have no shell and no `ip`.
package netlink

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// AddAddress gives an interface an address; it having it already is no error.
func AddAddress(name string, prefix netip.Prefix) error {
	flags := uint16(syscall.NLM_F_CREATE | syscall.NLM_F_REPLACE)
	return address(syscall.RTM_NEWADDR, flags, name, prefix)
}

// RemoveAddress takes an address from an interface; it not having it is no error.
func RemoveAddress(name string, prefix netip.Prefix) error {
	err := address(syscall.RTM_DELADDR, 0, name, prefix)
	if errors.Is(err, syscall.EADDRNOTAVAIL) {
		return nil
	}
	return err
}

func address(kind, flags uint16, name string, prefix netip.Prefix) error {
	device, err := net.InterfaceByName(name)
	if err != nil {
		return err
	}
	header := make([]byte, syscall.SizeofIfAddrmsg)
	header[0] = family(prefix.Addr())
	header[1] = byte(prefix.Bits())
	native.PutUint32(header[4:], uint32(device.Index))
	body := append(header, attribute(syscall.IFA_LOCAL, prefix.Addr().AsSlice())...)
	body = append(body, attribute(syscall.IFA_ADDRESS, prefix.Addr().AsSlice())...)
	if prefix.Addr().Is6() {
		// Not tentative for a second: an address that moves is wanted at once.
		body = append(body, attribute(ifaFlags, uint32Bytes(ifaFlagNoDAD))...)
	}
	if err := request(kind, flags, body); err != nil {
		return fmt.Errorf("address %s on %s: %w", prefix, name, err)
	}
	return nil
}

const (
	ifaFlags     = 8
	ifaFlagNoDAD = 0x02
)

// native is the byte order of netlink: that of the machine. The lab runs on little-endian ones.
var native = binary.LittleEndian

func family(address netip.Addr) byte {
	if address.Is4() {
		return syscall.AF_INET
	}
	return syscall.AF_INET6
}

func attribute(kind uint16, value []byte) []byte {
	length := syscall.SizeofRtAttr + len(value)
	padded := make([]byte, (length+3)&^3)
	native.PutUint16(padded[0:], uint16(length))
	native.PutUint16(padded[2:], kind)
	copy(padded[syscall.SizeofRtAttr:], value)
	return padded
}

func uint32Bytes(value uint32) []byte {
	bytes := make([]byte, 4)
	native.PutUint32(bytes, value)
	return bytes
}

// request sends one message and waits for the kernel's acknowledgement.
func request(kind, flags uint16, body []byte) error {
	socket, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)

	message := make([]byte, syscall.SizeofNlMsghdr, syscall.SizeofNlMsghdr+len(body))
	native.PutUint32(message[0:], uint32(syscall.SizeofNlMsghdr+len(body)))
	native.PutUint16(message[4:], kind)
	native.PutUint16(message[6:], flags|syscall.NLM_F_REQUEST|syscall.NLM_F_ACK)
	native.PutUint32(message[8:], 1)
	message = append(message, body...)
	if err := syscall.Sendto(socket, message, 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}); err != nil {
		return err
	}

	answer := make([]byte, 8192)
	read, _, err := syscall.Recvfrom(socket, answer, 0)
	if err != nil {
		return err
	}
	replies, err := syscall.ParseNetlinkMessage(answer[:read])
	if err != nil {
		return err
	}
	for _, reply := range replies {
		if reply.Header.Type != syscall.NLMSG_ERROR || len(reply.Data) < 4 {
			continue
		}
		if code := int32(native.Uint32(reply.Data)); code != 0 {
			return syscall.Errno(-code)
		}
	}
	return nil
}
