package main

import (
	"net/netip"

	"quorate/stand-ins/netlink"
)

type nodeList struct {
	Items []node `json:"items"`
}

type node struct {
	Metadata struct {
		Name        string            `json:"name"`
		Annotations map[string]string `json:"annotations"`
	} `json:"metadata"`
	Spec struct {
		PodCIDR  string   `json:"podCIDR"`
		PodCIDRs []string `json:"podCIDRs"`
	} `json:"spec"`
	Status struct {
		Addresses []struct {
			Type    string `json:"type"`
			Address string `json:"address"`
		} `json:"addresses"`
	} `json:"status"`
}

// The annotations that flannel itself leaves on a node.
const (
	annotationBackend    = "flannel.alpha.coreos.com/backend-type"
	annotationManager    = "flannel.alpha.coreos.com/kube-subnet-manager"
	annotationPublicIP   = "flannel.alpha.coreos.com/public-ip"
	annotationPublicIPv6 = "flannel.alpha.coreos.com/public-ipv6"
)

// plan says which pod networks are this node's, and how the others' are reached.
func plan(self string, nodes nodeList) (own []netip.Prefix, routes []netlink.Route) {
	for _, one := range nodes.Items {
		networks := one.podNetworks()
		if one.Metadata.Name == self {
			own = networks
			continue
		}
		for _, network := range networks {
			if via, ok := one.address(network.Addr().Is4()); ok {
				routes = append(routes, netlink.Route{To: network, Via: via})
			}
		}
	}
	return own, routes
}

func (node node) podNetworks() (found []netip.Prefix) {
	texts := node.Spec.PodCIDRs
	if len(texts) == 0 {
		texts = []string{node.Spec.PodCIDR}
	}
	for _, text := range texts {
		if network, err := netip.ParsePrefix(text); err == nil {
			found = append(found, network.Masked())
		}
	}
	return found
}

// address at which the node forwards packets: what its flannel says, else what its kubelet says.
func (node node) address(ipv4 bool) (netip.Addr, bool) {
	said := node.Metadata.Annotations[annotationPublicIPv6]
	if ipv4 {
		said = node.Metadata.Annotations[annotationPublicIP]
	}
	if address, err := netip.ParseAddr(said); err == nil {
		return address, true
	}
	for _, one := range node.Status.Addresses {
		address, err := netip.ParseAddr(one.Address)
		if err == nil && one.Type == "InternalIP" && address.Is4() == ipv4 {
			return address, true
		}
	}
	return netip.Addr{}, false
}
