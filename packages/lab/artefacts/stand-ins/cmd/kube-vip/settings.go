package main

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// settings are what kube-vip's manifest says in its environment, as far as this stand-in goes.
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
	routerID  string
	sourceIP  string
	sourceIF  string
	peers     []peer
	holdTime  uint64
	keepalive uint64
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

// reader reads variables and keeps what is wrong with them, so that readSettings stays a list. It remembers which
// it was asked for: another one of kube-vip's would change nothing here, and is refused.
type reader struct {
	environment map[string]string
	asked       map[string]bool
	wrong       []error
}

// kubeVipName is how kube-vip names its variables: nothing else of a pod's environment is in small letters.
var kubeVipName = regexp.MustCompile(`^[a-z0-9_]+$`)

func newReader(environment []string) *reader {
	from := &reader{environment: map[string]string{}, asked: map[string]bool{}}
	for _, line := range environment {
		name, value, _ := strings.Cut(line, "=")
		from.environment[name] = value
	}
	return from
}

func (from *reader) refuse(name string, err error) {
	from.wrong = append(from.wrong, fmt.Errorf("%s: %w", name, err))
}

func (from *reader) text(name, otherwise string) string {
	from.asked[name] = true
	if value := from.environment[name]; value != "" {
		return value
	}
	return otherwise
}

func (from *reader) number(name string, otherwise uint32) uint32 {
	value, err := strconv.ParseUint(from.text(name, strconv.FormatUint(uint64(otherwise), 10)), 10, 32)
	if err != nil {
		from.refuse(name, err)
	}
	return uint32(value)
}

func (from *reader) seconds(name string, otherwise uint32) time.Duration {
	return time.Duration(from.number(name, otherwise)) * time.Second
}

func (from *reader) boolean(name string) bool {
	value, err := strconv.ParseBool(from.text(name, "false"))
	if err != nil {
		from.refuse(name, err)
	}
	return value
}

// only refuses all values of a variable but those that change nothing here.
func (from *reader) only(name string, known ...string) {
	if value := from.text(name, known[0]); !slices.Contains(known, value) {
		from.refuse(name, fmt.Errorf("this stand-in knows %s alone, not %q", strings.Join(known, " and "), value))
	}
}

// rest refuses what nobody asked for.
func (from *reader) rest() {
	var unknown []string
	for name := range from.environment {
		if kubeVipName.MatchString(name) && !from.asked[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		from.refuse(name, errors.New("this stand-in does not know it"))
	}
}

// readSettings has kube-vip's names and defaults.
func readSettings(environment []string) (settings, error) {
	from := newReader(environment)
	found := settings{
		arp:            from.boolean("vip_arp"),
		device:         from.text("vip_interface", "lo"),
		prefix:         from.prefix(),
		node:           strings.ToLower(from.text("vip_nodename", "")),
		metricsAddress: from.text("prometheus_server", ":2112"),
		kubeconfig:     from.text("k8s_config_file", "/etc/kubernetes/admin.conf"),
		server:         from.text("kubernetes_addr", ""),
		namespace:      from.text("cp_namespace", "kube-system"),
	}
	// The control plane, and nothing else of what kube-vip can do; whose port the VIP's is matters to its balancer.
	from.only("cp_enable", "true")
	from.only("dns_mode", "first")
	from.number("port", 6443)
	if found.node == "" {
		from.refuse("vip_nodename", errors.New("is not set"))
	}
	if found.arp {
		from.only("bgp_enable", "false")
		from.election(&found)
	} else {
		from.only("bgp_enable", "true")
		from.sessions(&found)
	}
	from.rest()
	return found, errors.Join(from.wrong...)
}

func (from *reader) prefix() netip.Prefix {
	address, err := netip.ParseAddr(from.text("address", ""))
	if err != nil {
		from.refuse("address", err)
		return netip.Prefix{}
	}
	prefix := netip.PrefixFrom(address, int(from.number("vip_subnet", uint32(address.BitLen()))))
	if !prefix.IsValid() || !prefix.IsSingleIP() {
		from.refuse("vip_subnet", errors.New("this stand-in knows networks of one address alone"))
	}
	return prefix
}

func (from *reader) election(found *settings) {
	from.only("vip_leaderelection", "true")
	found.leaseName = from.text("vip_leasename", "plndr-cp-lock")
	found.leaseDuration = from.seconds("vip_leaseduration", 15)
	found.renewDeadline = from.seconds("vip_renewdeadline", 10)
	found.retryPeriod = from.seconds("vip_retryperiod", 2)
}

func (from *reader) sessions(found *settings) {
	from.only("vip_leaderelection", "false")
	found.asn = from.number("bgp_as", 65000)
	found.routerID = from.text("bgp_routerid", "")
	if _, err := netip.ParseAddr(found.routerID); err != nil {
		from.refuse("bgp_routerid", err)
	}
	found.sourceIP = from.text("bgp_sourceip", "")
	found.sourceIF = from.text("bgp_sourceif", "")
	if found.sourceIP != "" && found.sourceIF != "" {
		from.refuse("bgp_sourceif", errors.New("there is bgp_sourceip as well"))
	}
	found.holdTime = uint64(from.number("bgp_hold_time", 30))
	found.keepalive = uint64(from.number("bgp_keepalive_interval", 10))
	found.peers = from.peers()
	found.health = health{
		address:   from.text("control_plane_health_check_address", ""),
		caFile:    from.text("control_plane_health_check_ca_path", ""),
		period:    from.seconds("control_plane_health_check_period_seconds", 5),
		timeout:   from.seconds("control_plane_health_check_timeout_seconds", 3),
		threshold: int(from.number("control_plane_health_check_failure_threshold", 3)),
	}
}
