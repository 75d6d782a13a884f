package main

import "testing"

func TestDelegate(t *testing.T) {
	config := `{"name": "mynet", "type": "flannel", "cniVersion": "0.3.1",
		"delegate": {"isDefaultGateway": true, "hairpinMode": true, "bridge": "mynet"}}`
	subnet := parseSubnetFile("FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n")
	text, kind, err := delegate([]byte(config), subnet)
	want := `{"bridge":"mynet","cniVersion":"0.3.1","hairpinMode":true,"ipMasq":false,` +
		`"ipam":{"ranges":[[{"subnet":"10.244.3.0/24"}]],"routes":[{"dst":"10.244.0.0/16"}],"type":"host-local"},` +
		`"isDefaultGateway":true,"isGateway":true,"mtu":1450,"name":"mynet","type":"bridge"}`
	if err != nil || kind != "bridge" || string(text) != want {
		t.Errorf("%v %s\n%s\nand not\n%s", err, kind, text, want)
	}
	if _, _, err := delegate([]byte(config), map[string]string{}); err == nil {
		t.Error("an empty subnet.env is accepted")
	}
}
