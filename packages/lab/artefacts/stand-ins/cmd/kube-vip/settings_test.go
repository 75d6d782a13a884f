package main

import (
	"net/netip"
	"reflect"
	"testing"
	"time"

	"quorate/stand-ins/bgp"
)

func TestParsePeers(t *testing.T) {
	router := bgp.Peer{Address: netip.MustParseAddr("10.0.0.1"), ASN: 64512}
	other := bgp.Peer{Address: netip.MustParseAddr("fd00::1"), ASN: 4200000001, Multihop: true}
	for text, want := range map[string][]bgp.Peer{
		"10.0.0.1:64512::false":                            {router},
		"10.0.0.1:64512::false,[fd00::1]:4200000001::true": {router, other},
	} {
		if got, err := parsePeers(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "10.0.0.1", "10.0.0.1:64512", "10.0.0.1:64512:secret:false", "router:1::true"} {
		if got, err := parsePeers(text); err == nil {
			t.Errorf("%q is accepted as %v", text, got)
		}
	}
}

func TestReadSettings(t *testing.T) {
	for name, value := range map[string]string{
		"vip_arp": "false", "vip_interface": "lo", "vip_subnet": "32", "address": "10.0.0.100",
		"bgp_as": "64513", "bgp_routerid": "10.0.0.11", "bgp_peers": "10.0.0.1:64512::false", "bgp_hold_time": "30",
		"control_plane_health_check_period_seconds": "7",
	} {
		t.Setenv(name, value)
	}
	got, err := readSettings()
	if err != nil {
		t.Fatal(err)
	}
	if got.prefix.String() != "10.0.0.100/32" || got.asn != 64513 || got.health.period != 7*time.Second {
		t.Errorf("%+v", got)
	}
	t.Setenv("address", "kube.local")
	if _, err := readSettings(); err == nil {
		t.Error("a name is accepted as the address")
	}
}
