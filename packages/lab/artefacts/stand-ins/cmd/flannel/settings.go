package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
)

const (
	subnetPath  = "/run/flannel/subnet.env"
	networkPath = "/etc/kube-flannel/net-conf.json"
)

// settings are flanneld's: its environment and /etc/kube-flannel/net-conf.json.
type settings struct {
	node       string
	kubeconfig string
	publicIP   string
	publicIPv6 string
	networks   []string
	mtu        int
}

func readSettings() (settings, error) {
	found := settings{
		node:       os.Getenv("NODE_NAME"),
		kubeconfig: os.Getenv("FLANNELD_KUBECONFIG_FILE"),
		publicIP:   os.Getenv("FLANNELD_PUBLIC_IP"),
		publicIPv6: os.Getenv("FLANNELD_PUBLIC_IPV6"),
	}
	if found.node == "" || found.kubeconfig == "" {
		return found, errors.New("NODE_NAME and FLANNELD_KUBECONFIG_FILE must be set")
	}
	path := os.Getenv("FLANNELD_NET_CONFIG_PATH")
	if path == "" {
		path = networkPath
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return found, err
	}
	var config struct {
		Network     string
		IPv6Network string
	}
	if err := json.Unmarshal(text, &config); err != nil {
		return found, fmt.Errorf("%s: %w", path, err)
	}
	for _, network := range []string{config.Network, config.IPv6Network} {
		if network != "" {
			found.networks = append(found.networks, network)
		}
	}
	found.mtu = 1500
	if device, err := net.InterfaceByName(os.Getenv("FLANNELD_IFACE")); err == nil {
		found.mtu = device.MTU
	}
	return found, nil
}

// subnetFile is what the CNI plugin reads: the pods' gateway on this node is the first address of its network.
func subnetFile(settings settings, own []netip.Prefix) string {
	var text strings.Builder
	for _, network := range own {
		family := "FLANNEL_IPV6"
		if network.Addr().Is4() {
			family = "FLANNEL"
		}
		for _, whole := range settings.networks {
			if prefix, err := netip.ParsePrefix(whole); err == nil && prefix.Contains(network.Addr()) {
				fmt.Fprintf(&text, "%s_NETWORK=%s\n", family, whole)
			}
		}
		fmt.Fprintf(&text, "%s_SUBNET=%s/%d\n", family, network.Addr().Next(), network.Bits())
	}
	// "true" says that masquerading is seen to: pods need none here, every host of the LAN knows the way back.
	fmt.Fprintf(&text, "FLANNEL_MTU=%d\nFLANNEL_IPMASQ=true\n", settings.mtu)
	return text.String()
}

func writeSubnetFile(settings settings, own []netip.Prefix) error {
	if err := os.MkdirAll(filepath.Dir(subnetPath), 0o755); err != nil {
		return err
	}
	beside := subnetPath + ".new"
	if err := os.WriteFile(beside, []byte(subnetFile(settings, own)), 0o644); err != nil {
		return err
	}
	return os.Rename(beside, subnetPath)
}
