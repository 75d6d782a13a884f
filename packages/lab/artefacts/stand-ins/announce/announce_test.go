package announce

import (
	"encoding/hex"
	"net"
	"net/netip"
	"testing"
)

func TestPackets(t *testing.T) {
	hardware := net.HardwareAddr{2, 0, 0, 0, 0, 1}
	for _, one := range []struct {
		name   string
		packet []byte
		want   string
	}{
		{
			"ARP", arpPacket(hardware, netip.MustParseAddr("10.0.0.100")),
			"0001" + "0800" + "06" + "04" + "0001" + "020000000001" + "0a000064" + "000000000000" + "0a000064",
		},
		{
			"neighbour advertisement", advertisementPacket(hardware, netip.MustParseAddr("fd00::100")),
			"88" + "00" + "0000" + "20000000" + "fd000000000000000000000000000100" + "02" + "01" + "020000000001",
		},
	} {
		if got := hex.EncodeToString(one.packet); got != one.want {
			t.Errorf("%s: %s and not %s", one.name, got, one.want)
		}
	}
}
