package bgp

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"testing"
)

func TestMessages(t *testing.T) {
	marker := "ffffffffffffffffffffffffffffffff"
	v4 := netip.MustParsePrefix("10.0.0.100/32")
	v6 := netip.MustParsePrefix("fd00::100/128")
	nextHop4 := netip.MustParseAddr("10.0.0.11")
	nextHop6 := netip.MustParseAddr("fd00::11")
	for _, one := range []struct {
		name    string
		message []byte
		want    string
	}{
		{"keepalive", frame(keepalive, nil), "001304"},
		{
			"open", openMessage(64513, 30, nextHop4),
			"003101" + "04" + "fc01" + "001e" + "0a00000b" + "14" + "0212" + "010400010001" + "010400020001" + "41040000fc01",
		},
		{
			"open with an AS of four octets", openMessage(4200000001, 30, nextHop4),
			"003101" + "04" + "5ba0" + "001e" + "0a00000b" + "14" + "0212" + "010400010001" + "010400020001" + "4104fa56ea01",
		},
		{
			"announce to another AS", announceMessage(route{v4, nextHop4, 64513, true, true}),
			"003002" + "0000" + "0014" + "40010100" + "400206" + "02010000fc01" + "400304" + "0a00000b" + "20" + "0a000064",
		},
		{
			"announce to a peer with AS numbers of two octets", announceMessage(route{v4, nextHop4, 4200000001, true, false}),
			"002e02" + "0000" + "0012" + "40010100" + "400204" + "02015ba0" + "400304" + "0a00000b" + "20" + "0a000064",
		},
		{
			"announce within the AS", announceMessage(route{v4, nextHop4, 64513, false, true}),
			"003102" + "0000" + "0015" + "40010100" + "400200" + "400304" + "0a00000b" + "400504" + "00000064" + "20" + "0a000064",
		},
		{"withdraw", withdrawMessage(v4), "001c02" + "0005" + "20" + "0a000064" + "0000"},
		{
			"announce IPv6", announceMessage(route{v6, nextHop6, 64513, true, true}),
			"004d02" + "0000" + "0036" + "40010100" + "400206" + "02010000fc01" +
				"800e26" + "000201" + "10" + "fd000000000000000000000000000011" + "00" + "80" + "fd000000000000000000000000000100",
		},
		{
			"withdraw IPv6", withdrawMessage(v6),
			"002e02" + "0000" + "0017" + "800f14" + "000201" + "80" + "fd000000000000000000000000000100",
		},
	} {
		if got := hex.EncodeToString(one.message); got != marker+one.want {
			t.Errorf("%s:\n got %s\nwant %s", one.name, got, marker+one.want)
		}
	}
}

func TestOpenIsReadBack(t *testing.T) {
	for _, asn := range []uint32{1, 64513, 65535, 65536, 4200000001} {
		kind, body, err := readMessage(bytes.NewReader(openMessage(asn, 90, netip.MustParseAddr("10.0.0.1"))))
		if err != nil || kind != open {
			t.Fatal(kind, err)
		}
		peer, err := parseOpen(body)
		if err != nil || peer != (peerOpen{asn: asn, holdTime: 90, wide: true}) {
			t.Errorf("AS %d is read as %+v, %v", asn, peer, err)
		}
	}
}

func TestBrokenMessagesAreRefused(t *testing.T) {
	if _, _, err := readMessage(bytes.NewReader(make([]byte, headerLength))); err == nil {
		t.Error("a message of no length is accepted")
	}
	for _, body := range [][]byte{nil, {4, 0, 1, 0, 90, 1, 2, 3, 4, 20}, {4, 0, 1, 0, 90, 1, 2, 3, 4, 3, 2, 9, 1}} {
		if _, err := parseOpen(body); err == nil {
			t.Errorf("OPEN %v is accepted", body)
		}
	}
}
