package main

import (
	"encoding/json"
	"fmt"
	"sort"
)

// critical are the settings that servers have to agree on: compared with the joined server's, at the join alone.
func (settings settings) critical() map[string]string {
	values := map[string]string{
		"cluster-cidr":                settings.clusterCIDR,
		"service-cidr":                settings.serviceCIDR,
		"cluster-dns":                 settings.clusterDNS,
		"cluster-domain":              settings.domain,
		"flannel-backend":             settings.value("flannel-backend", "vxlan"),
		"egress-selector-mode":        settings.value("egress-selector-mode", "agent"),
		"secrets-encryption-provider": settings.value("secrets-encryption-provider", "aescbc"),
		"servicelb":                   fmt.Sprint(!settings.isDisabled("servicelb")),
	}
	for _, name := range []string{
		"disable-cloud-controller", "disable-helm-controller", "disable-network-policy", "secrets-encryption",
		"embedded-registry", "flannel-ipv6-masq", "flannel-external-ip", "supervisor-metrics",
	} {
		values[name] = fmt.Sprint(settings.on(name))
	}
	return values
}

// configAnswer is what /v1-k3s/config says: these, and what an agent has to know.
type configAnswer struct {
	Critical map[string]string
	// Whether an agent runs kube-proxy, and a pod network.
	KubeProxy, Flannel bool
	Port               string
}

func (settings settings) config() configAnswer {
	return configAnswer{
		settings.critical(),
		!settings.on("disable-kube-proxy"),
		settings.value("flannel-backend", "vxlan") != "none",
		settings.port,
	}
}

// differences names what a server has otherwise than the one that it joins.
func differences(own, joined map[string]string) (names []string) {
	for name, value := range joined {
		if own[name] != value {
			names = append(names, fmt.Sprintf("%s (%s here, %s there)", name, own[name], value))
		}
	}
	sort.Strings(names)
	return names
}

func decodeConfig(text []byte) (answer configAnswer, err error) {
	err = json.Unmarshal(text, &answer)
	return answer, err
}
