// Package announce tells the neighbours on a LAN that an address is here now.
package announce

import (
	"encoding/binary"
	"net"
	"net/netip"
	"syscall"
)

// Gratuitous sends a gratuitous ARP for an IPv4 address, an unsolicited neighbour advertisement for IPv6.
func Gratuitous(name string, address netip.Addr) error {
	device, err := net.InterfaceByName(name)
	if err != nil {
		return err
	}
	if address.Is4() {
		return arp(device, address)
	}
	return neighbourAdvertisement(device, address)
}

const etherTypeARP = 0x0806

func arp(device *net.Interface, address netip.Addr) error {
	socket, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	destination := syscall.SockaddrLinklayer{
		Protocol: etherTypeARP<<8&0xff00 | etherTypeARP>>8,
		Ifindex:  device.Index,
		Halen:    6,
		Addr:     [8]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	}
	return syscall.Sendto(socket, arpPacket(device.HardwareAddr, address), 0, &destination)
}

// arpPacket is an ARP request for the own address (RFC 5227, 3), which neighbours learn from.
func arpPacket(hardware net.HardwareAddr, address netip.Addr) []byte {
	packet := []byte{0, 1, 0x08, 0x00, 6, 4, 0, 1}
	packet = append(packet, hardware...)
	packet = append(packet, address.AsSlice()...)
	packet = append(packet, make([]byte, 6)...)
	return append(packet, address.AsSlice()...)
}

func neighbourAdvertisement(device *net.Interface, address netip.Addr) error {
	socket, err := syscall.Socket(syscall.AF_INET6, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.IPPROTO_ICMPV6)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	// Neighbour discovery is only heeded when it comes from the link itself (RFC 4861, 7.1.2).
	if err := syscall.SetsockoptInt(socket, syscall.IPPROTO_IPV6, syscall.IPV6_MULTICAST_HOPS, 255); err != nil {
		return err
	}
	if err := syscall.SetsockoptInt(socket, syscall.IPPROTO_IPV6, syscall.IPV6_MULTICAST_IF, device.Index); err != nil {
		return err
	}
	allNodes := netip.MustParseAddr("ff02::1").As16()
	destination := syscall.SockaddrInet6{ZoneId: uint32(device.Index), Addr: allNodes}
	return syscall.Sendto(socket, advertisementPacket(device.HardwareAddr, address), 0, &destination)
}

// advertisementPacket has the override flag and the link-layer address; the kernel fills in the checksum.
func advertisementPacket(hardware net.HardwareAddr, address netip.Addr) []byte {
	packet := []byte{136, 0, 0, 0}
	packet = binary.BigEndian.AppendUint32(packet, 0x20000000)
	packet = append(packet, address.AsSlice()...)
	packet = append(packet, 2, 1)
	return append(packet, hardware...)
}
