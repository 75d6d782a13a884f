package main

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"quorate/stand-ins/bgp"
)

// settings are what kube-vip's manifest says in its environment.
type settings struct {
	arp            bool
	device         string
	prefix         netip.Prefix
	node           string
	metricsAddress string
	kubeconfig     string
	server         string

	namespace     string
	leaseName     string
	leaseDuration time.Duration
	renewDeadline time.Duration
	retryPeriod   time.Duration

	asn       uint32
	routerID  netip.Addr
	peers     []bgp.Peer
	holdTime  time.Duration
	keepalive time.Duration
	health    health
}

// health is how the apiserver beside it is asked; no address means that it is not.
type health struct {
	address   string
	caFile    string
	period    time.Duration
	timeout   time.Duration
	threshold int
}

// reader reads variables and keeps the first failure, so that readSettings stays a list.
type reader struct {
	err error
}

func (reader *reader) text(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func (reader *reader) number(name string, otherwise int) int {
	value, err := strconv.Atoi(reader.text(name, strconv.Itoa(otherwise)))
	if err != nil && reader.err == nil {
		reader.err = fmt.Errorf("%s: %w", name, err)
	}
	return value
}

func (reader *reader) seconds(name string, otherwise int) time.Duration {
	return time.Duration(reader.number(name, otherwise)) * time.Second
}

func (reader *reader) address(name string) netip.Addr {
	value, err := netip.ParseAddr(os.Getenv(name))
	if err != nil && reader.err == nil {
		reader.err = fmt.Errorf("%s: %w", name, err)
	}
	return value
}

func readSettings() (settings, error) {
	var from reader
	found := settings{
		arp:            os.Getenv("vip_arp") == "true",
		device:         from.text("vip_interface", "lo"),
		prefix:         netip.PrefixFrom(from.address("address"), from.number("vip_subnet", 32)),
		node:           os.Getenv("vip_nodename"),
		metricsAddress: os.Getenv("prometheus_server"),
		kubeconfig:     from.text("k8s_config_file", "/etc/kubernetes/admin.conf"),
		server:         os.Getenv("kubernetes_addr"),
		namespace:      from.text("cp_namespace", "kube-system"),
		leaseName:      from.text("vip_leasename", "plndr-cp-lock"),
		leaseDuration:  from.seconds("vip_leaseduration", 15),
		renewDeadline:  from.seconds("vip_renewdeadline", 10),
		retryPeriod:    from.seconds("vip_retryperiod", 2),
		holdTime:       from.seconds("bgp_hold_time", 30),
		keepalive:      from.seconds("bgp_keepalive_interval", 10),
		health: health{
			address:   os.Getenv("control_plane_health_check_address"),
			caFile:    os.Getenv("control_plane_health_check_ca_path"),
			period:    from.seconds("control_plane_health_check_period_seconds", 5),
			timeout:   from.seconds("control_plane_health_check_timeout_seconds", 3),
			threshold: from.number("control_plane_health_check_failure_threshold", 3),
		},
	}
	if !found.arp {
		found.asn = uint32(from.number("bgp_as", 0))
		found.routerID = from.address("bgp_routerid")
		peers, err := parsePeers(os.Getenv("bgp_peers"))
		if err != nil {
			return settings{}, err
		}
		found.peers = peers
	}
	if from.err == nil && !found.prefix.IsValid() {
		return settings{}, errors.New("address and vip_subnet make no network")
	}
	return found, from.err
}

// parsePeers reads `address:asn:password:multihop,…`, IPv6 addresses in brackets.
func parsePeers(text string) ([]bgp.Peer, error) {
	var peers []bgp.Peer
	for _, one := range strings.Split(text, ",") {
		peer, err := parsePeer(one)
		if err != nil {
			return nil, fmt.Errorf("bgp_peers: %q: %w", one, err)
		}
		peers = append(peers, peer)
	}
	return peers, nil
}

func parsePeer(text string) (bgp.Peer, error) {
	host, rest, found := strings.Cut(text, ":")
	if strings.HasPrefix(text, "[") {
		host, rest, found = strings.Cut(text[1:], "]:")
	}
	parts := strings.Split(rest, ":")
	if !found || len(parts) != 3 {
		return bgp.Peer{}, errors.New("not address:asn:password:multihop")
	}
	if parts[1] != "" {
		return bgp.Peer{}, errors.New("this stand-in knows no passwords")
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return bgp.Peer{}, err
	}
	asn, err := strconv.ParseUint(parts[0], 10, 32)
	return bgp.Peer{Address: address, ASN: uint32(asn), Multihop: parts[2] == "true"}, err
}
