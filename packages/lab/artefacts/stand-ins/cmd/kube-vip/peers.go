package main

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// peer is a router that the VIP is announced to.
type peer struct {
	address  netip.Addr
	asn      uint32
	password string
	multihop bool
}

// peers are those of bgp_peers, and the one that has variables of its own.
func (from *reader) peers() []peer {
	var found []peer
	for _, text := range strings.Split(from.text("bgp_peers", ""), ",") {
		if text == "" {
			continue
		}
		one, err := parsePeer(text)
		if err != nil {
			// Not the text: there may be a password in it.
			from.refuse("bgp_peers", fmt.Errorf("entry %d: %w", len(found)+1, err))
		}
		found = append(found, one)
	}
	single := peer{
		asn:      from.number("bgp_peeras", 65000),
		password: from.text("bgp_peerpass", ""),
		multihop: from.boolean("bgp_multihop"),
	}
	if address := from.text("bgp_peeraddress", ""); address != "" {
		parsed, err := netip.ParseAddr(address)
		if err != nil {
			from.refuse("bgp_peeraddress", err)
		}
		single.address = parsed
		found = append(found, single)
	}
	if len(found) == 0 {
		from.refuse("bgp_peers", errors.New("there is none"))
	}
	return found
}

// parsePeer reads `address:asn:password:multihop`, IPv6 addresses in brackets, as kube-vip does: what is left out at
// the end has its default. More than that (a port, MP-BGP, BFD) this stand-in does not know.
func parsePeer(text string) (peer, error) {
	host, rest, found := strings.Cut(text, ":")
	if strings.HasPrefix(text, "[") {
		host, rest, found = strings.Cut(text[1:], "]:")
	}
	parts := strings.Split(rest, ":")
	if !found || len(parts) > 3 {
		return peer{}, errors.New("not address:asn:password:multihop")
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return peer{}, err
	}
	asn, err := strconv.ParseUint(parts[0], 10, 32)
	if err != nil {
		return peer{}, err
	}
	one := peer{address: address, asn: uint32(asn)}
	if len(parts) > 1 {
		one.password = parts[1]
	}
	if len(parts) > 2 && parts[2] != "" {
		if one.multihop, err = strconv.ParseBool(parts[2]); err != nil {
			return peer{}, err
		}
	}
	return one, nil
}
