package main

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

// What Quorate's manifests say, and of what else is in a pod's environment.
var (
	common = []string{
		"PATH=/bin", "HOSTNAME=node1", "KUBERNETES_SERVICE_HOST=10.96.0.1",
		"port=6443", "vip_nodename=Node1", "vip_subnet=32", "dns_mode=first", "cp_enable=true",
		"cp_namespace=kube-system", "address=10.0.0.100", "prometheus_server=:2112",
		"kubernetes_addr=https://127.0.0.1:6443", "k8s_config_file=/etc/kubernetes/admin.conf",
	}
	byBGP = []string{
		"vip_arp=false", "vip_interface=lo", "bgp_enable=true", "bgp_routerid=10.0.0.11", "bgp_as=64513",
		"bgp_peeraddress=", "bgp_peerpass=", "bgp_peeras=64512", "bgp_peers=10.0.0.1:64512::false",
		"bgp_hold_time=30", "bgp_keepalive_interval=10",
		"control_plane_health_check_address=https://127.0.0.1:6443/livez",
		"control_plane_health_check_period_seconds=5",
		"control_plane_health_check_timeout_seconds=3",
		"control_plane_health_check_failure_threshold=3",
		"control_plane_health_check_ca_path=/secrets/ca.crt",
	}
	byARP = []string{
		"vip_arp=true", "vip_interface=eno1", "vip_leaderelection=true", "vip_leasename=plndr-cp-lock",
		"vip_leaseduration=15", "vip_renewdeadline=10", "vip_retryperiod=2",
	}
)

func environment(parts ...[]string) []string {
	var all []string
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

func TestReadSettingsOfBGP(t *testing.T) {
	found, err := readSettings(environment(common, byBGP))
	if err != nil {
		t.Fatal(err)
	}
	expected := settings{
		device:         "lo",
		prefix:         netip.MustParsePrefix("10.0.0.100/32"),
		node:           "node1",
		metricsAddress: ":2112",
		kubeconfig:     "/etc/kubernetes/admin.conf",
		server:         "https://127.0.0.1:6443",
		namespace:      "kube-system",
		asn:            64513,
		routerID:       "10.0.0.11",
		peers:          []peer{{address: netip.MustParseAddr("10.0.0.1"), asn: 64512}},
		holdTime:       30,
		keepalive:      10,
		health: health{
			address:   "https://127.0.0.1:6443/livez",
			caFile:    "/secrets/ca.crt",
			period:    5 * time.Second,
			timeout:   3 * time.Second,
			threshold: 3,
		},
	}
	if !reflect.DeepEqual(found, expected) {
		t.Errorf("found %+v", found)
	}
}

func TestReadSettingsOfARP(t *testing.T) {
	found, err := readSettings(environment(common, byARP))
	if err != nil {
		t.Fatal(err)
	}
	if found.leaseDuration != 15*time.Second || found.renewDeadline != 10*time.Second ||
		found.retryPeriod != 2*time.Second || found.leaseName != "plndr-cp-lock" || !found.arp || found.device != "eno1" {
		t.Errorf("found %+v", found)
	}
}

func TestReadSettingsRefuses(t *testing.T) {
	for _, one := range []struct{ added, name string }{
		{"lb_enable=true", "lb_enable"},
		{"svc_enable=true", "svc_enable"},
		{"vip_cidr=32", "vip_cidr"},
		{"vip_leaderelection=true", "vip_leaderelection"},
		{"cp_enable=false", "cp_enable"},
		{"dns_mode=dual", "dns_mode"},
		{"vip_subnet=24", "vip_subnet"},
		{"vip_subnet=33", "vip_subnet"},
		{"address=vip.example", "address"},
		{"address=", "address"},
		{"vip_nodename=", "vip_nodename"},
		{"bgp_as=x", "bgp_as"},
		{"bgp_routerid=", "bgp_routerid"},
		{"bgp_peers=", "bgp_peers"},
		{"bgp_peers=10.0.0.1:64512:secret:false:1179", "bgp_peers"},
		{"bgp_hold_time=-1", "bgp_hold_time"},
		{"vip_arp=maybe", "vip_arp"},
		{"vip_arp=true", "bgp_enable"},
	} {
		_, err := readSettings(environment(common, byBGP, []string{one.added}))
		if err == nil || !strings.Contains(err.Error(), one.name+": ") {
			t.Errorf("%s: %v", one.added, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("a password is told: %v", err)
		}
	}
}

func TestParsePeer(t *testing.T) {
	router := peer{address: netip.MustParseAddr("10.0.0.1"), asn: 64512}
	secret, far := router, router
	secret.password, far.multihop = "secret", true
	for text, expected := range map[string]peer{
		"10.0.0.1:64512":              router,
		"10.0.0.1:64512::false":       router,
		"10.0.0.1:64512::":            router,
		"10.0.0.1:64512:secret:false": secret,
		"10.0.0.1:64512:secret":       secret,
		"10.0.0.1:64512::true":        far,
		"[fd00::1]:4200000001::true": {
			address: netip.MustParseAddr("fd00::1"), asn: 4200000001, multihop: true,
		},
	} {
		if found, err := parsePeer(text); err != nil || found != expected {
			t.Errorf("%q: %+v, %v", text, found, err)
		}
	}
	for _, text := range []string{
		"10.0.0.1", "[fd00::1", "fd00::1:64512::false", "router:64512::false", "10.0.0.1:x::false",
		"10.0.0.1:4294967296::false", "10.0.0.1:64512::perhaps", "10.0.0.1:64512::false:179",
	} {
		if found, err := parsePeer(text); err == nil {
			t.Errorf("%q: %+v", text, found)
		}
	}
}
