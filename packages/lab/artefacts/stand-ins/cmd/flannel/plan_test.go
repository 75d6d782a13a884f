package main

import (
	"encoding/json"
	"fmt"
	"testing"
)

func TestPlan(t *testing.T) {
	var nodes nodeList
	text := `{"items": [
		{"metadata": {"name": "node1"}, "spec": {"podCIDRs": ["10.244.0.0/24", "fd01::/64"]},
		 "status": {"addresses": [{"type": "InternalIP", "address": "10.0.0.11"}]}},
		{"metadata": {"name": "node2"}, "spec": {"podCIDR": "10.244.1.0/24", "podCIDRs": ["10.244.1.0/24", "fd01:0:0:1::/64"]},
		 "status": {"addresses": [{"type": "Hostname", "address": "10.9.9.9"}, {"type": "InternalIP", "address": "10.0.0.12"}]}},
		{"metadata": {"name": "node3", "annotations": {"flannel.alpha.coreos.com/public-ip": "10.0.0.13"}},
		 "spec": {"podCIDR": "10.244.2.0/24"},
		 "status": {"addresses": [{"type": "InternalIP", "address": "192.168.0.13"}]}},
		{"metadata": {"name": "new"}}
	]}`
	if err := json.Unmarshal([]byte(text), &nodes); err != nil {
		t.Fatal(err)
	}
	own, routes := plan("node1", nodes)
	want := "[10.244.0.0/24 fd01::/64] [{10.244.1.0/24 10.0.0.12} {10.244.2.0/24 10.0.0.13}]"
	if got := fmt.Sprint(own, routes); got != want {
		t.Errorf("%s\nand not %s", got, want)
	}
}

func TestSubnetFile(t *testing.T) {
	settings := settings{networks: []string{"10.244.0.0/16", "fd01::/48"}, mtu: 1500}
	var nodes nodeList
	text := `{"items": [{"metadata": {"name": "node1"}, "spec": {"podCIDRs": ["10.244.3.0/24", "fd01:0:0:3::/64"]}}]}`
	if err := json.Unmarshal([]byte(text), &nodes); err != nil {
		t.Fatal(err)
	}
	own, _ := plan("node1", nodes)
	want := "FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\n" +
		"FLANNEL_IPV6_NETWORK=fd01::/48\nFLANNEL_IPV6_SUBNET=fd01:0:0:3::1/64\nFLANNEL_MTU=1500\nFLANNEL_IPMASQ=true\n"
	if got := subnetFile(settings, own); got != want {
		t.Errorf("%s\nand not %s", got, want)
	}
}
