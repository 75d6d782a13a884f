package bgp

import (
	"encoding/binary"
	"net/netip"
)

// Path attributes, RFC 4271, 5.1 and RFC 4760.
const (
	attributeOrigin      = 1
	attributeASPath      = 2
	attributeNextHop     = 3
	attributeLocalPref   = 5
	attributeMPReach     = 14
	attributeMPUnreach   = 15
	flagTransitive       = 0x40
	flagOptional         = 0x80
	addressFamilyIPv6    = 2
	subsequentUnicast    = 1
	segmentSequence      = 2
	preferenceOfOwnRoute = 100
)

// route is what an UPDATE says of the one prefix.
type route struct {
	prefix  netip.Prefix
	nextHop netip.Addr
	asn     uint32
	// The peer has another AS number.
	external bool
	// AS numbers have four octets.
	wide bool
}

func attribute(flags, kind byte, value []byte) []byte {
	return append([]byte{flags, kind, byte(len(value))}, value...)
}

func networkOf(prefix netip.Prefix) []byte {
	octets := (prefix.Bits() + 7) / 8
	return append([]byte{byte(prefix.Bits())}, prefix.Masked().Addr().AsSlice()[:octets]...)
}

func asPath(route route) []byte {
	if !route.external {
		return nil
	}
	if route.wide {
		return binary.BigEndian.AppendUint32([]byte{segmentSequence, 1}, route.asn)
	}
	short := route.asn
	if short > 0xffff {
		short = asTrans
	}
	return binary.BigEndian.AppendUint16([]byte{segmentSequence, 1}, uint16(short))
}

func updateMessage(withdrawn, attributes, announced []byte) []byte {
	body := binary.BigEndian.AppendUint16(nil, uint16(len(withdrawn)))
	body = append(body, withdrawn...)
	body = binary.BigEndian.AppendUint16(body, uint16(len(attributes)))
	body = append(body, attributes...)
	return frame(update, append(body, announced...))
}

func announceMessage(route route) []byte {
	attributes := attribute(flagTransitive, attributeOrigin, []byte{0})
	attributes = append(attributes, attribute(flagTransitive, attributeASPath, asPath(route))...)
	if route.prefix.Addr().Is4() {
		attributes = append(attributes, attribute(flagTransitive, attributeNextHop, route.nextHop.AsSlice())...)
	}
	if !route.external {
		preference := binary.BigEndian.AppendUint32(nil, preferenceOfOwnRoute)
		attributes = append(attributes, attribute(flagTransitive, attributeLocalPref, preference)...)
	}
	if route.prefix.Addr().Is4() {
		return updateMessage(nil, attributes, networkOf(route.prefix))
	}
	reach := []byte{0, addressFamilyIPv6, subsequentUnicast, 16}
	reach = append(reach, route.nextHop.AsSlice()...)
	reach = append(reach, 0)
	reach = append(reach, networkOf(route.prefix)...)
	return updateMessage(nil, append(attributes, attribute(flagOptional, attributeMPReach, reach)...), nil)
}

func withdrawMessage(prefix netip.Prefix) []byte {
	if prefix.Addr().Is4() {
		return updateMessage(networkOf(prefix), nil, nil)
	}
	unreach := append([]byte{0, addressFamilyIPv6, subsequentUnicast}, networkOf(prefix)...)
	return updateMessage(nil, attribute(flagOptional, attributeMPUnreach, unreach), nil)
}
