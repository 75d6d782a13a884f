package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// settings of a server or an agent, of its flags.
type settings struct {
	flags
	places

	isServer bool
	nodeName string
	// The addresses of the node, one of each family, the first one etcd's as well.
	addresses []string
	port      string
	// The server that is to be joined; "" for none.
	url string

	kubeconfig     string
	kubeconfigMode os.FileMode

	clusterCIDR, serviceCIDR, clusterDNS, domain string
}

func readSettings(command string, words []string) (settings, error) {
	found := settings{isServer: command == "server"}
	flags, err := parseFlags(command, words, os.Getenv)
	if err != nil {
		return found, err
	}
	found.flags = flags
	if err := flags.limits(); err != nil {
		return found, err
	}
	hostname, err := os.Hostname()
	if err != nil {
		return found, err
	}
	found.nodeName = strings.ToLower(flags.value("node-name", hostname))
	found.places.data = flags.value("data-dir", "/var/lib/rancher/k3s")
	found.port = flags.value("https-listen-port", "6443")
	found.url = strings.TrimSuffix(flags.value("server", ""), "/")
	if found.addresses = flags.list("node-ip"); len(found.addresses) == 0 {
		address, err := ownAddress()
		if err != nil {
			return found, err
		}
		found.addresses = []string{address}
	}
	found.kubeconfig = flags.value("write-kubeconfig", "/etc/rancher/k3s/k3s.yaml")
	mode, err := strconv.ParseUint(flags.value("write-kubeconfig-mode", "600"), 8, 32)
	if err != nil {
		return found, fmt.Errorf("write-kubeconfig-mode: %w", err)
	}
	found.kubeconfigMode = os.FileMode(mode)
	found.clusterCIDR = flags.value("cluster-cidr", "10.42.0.0/16")
	found.serviceCIDR = flags.value("service-cidr", "10.43.0.0/16")
	found.domain = flags.value("cluster-domain", "cluster.local")
	tenth, err := addressIn(found.serviceCIDR, 10)
	if err != nil {
		return found, err
	}
	found.clusterDNS = flags.value("cluster-dns", tenth)
	return found, found.check()
}

// check is what k3s says before it does anything.
func (settings settings) check() error {
	if settings.isServer {
		if settings.value("token-file", "") != "" && settings.value("token", "") != "" {
			return errors.New("only one of --token and --token-file can be given")
		}
		return nil
	}
	if settings.url == "" {
		return errors.New("--server is required")
	}
	if settings.value("token", "") == "" && settings.value("token-file", "") == "" &&
		!isThere(settings.places.agent("client-kubelet.crt")) {
		return errors.New("--token is required")
	}
	return nil
}

// secretOf reads a token of the flags, or of the file that they name; "" for none.
func (settings settings) secretOf(name string) (string, error) {
	if given := settings.value(name, ""); given != "" {
		return given, nil
	}
	if file := settings.value(name+"-file", ""); file != "" {
		return readToken(file)
	}
	return "", nil
}

// ownAddress is that of the default route's interface, as with k3s.
func ownAddress() (string, error) {
	connection, err := net.Dial("udp", "192.0.2.1:9")
	if err != nil {
		return "", fmt.Errorf("no default route that would tell an address: say --node-ip: %w", err)
	}
	defer connection.Close()
	host, _, err := net.SplitHostPort(connection.LocalAddr().String())
	return host, err
}

// addressIn is the n-th address of the first of some networks.
func addressIn(networks string, n int) (string, error) {
	first, _, _ := strings.Cut(networks, ",")
	prefix, err := netip.ParsePrefix(first)
	if err != nil {
		return "", err
	}
	address := prefix.Masked().Addr()
	for range n {
		address = address.Next()
	}
	return address.String(), nil
}

// serverNames are what this server answers to.
func (settings settings) serverNames() []string {
	service, _ := addressIn(settings.serviceCIDR, 1)
	names := []string{
		"127.0.0.1", "::1", "localhost", settings.nodeName, service,
		"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc." + settings.domain,
	}
	names = append(names, settings.addresses...)
	names = append(names, settings.list("node-external-ip")...)
	return append(names, settings.list("tls-san")...)
}

// beside is a program of the lab's, or of PATH: those that k3s has in itself.
func beside(name string) string {
	if self, err := os.Executable(); err == nil {
		path := filepath.Join(filepath.Dir(self), name)
		if isThere(path) {
			return path
		}
	}
	return name
}

// hostPort is an address with a port, for a URL.
func hostPort(address, port string) string { return net.JoinHostPort(address, port) }

// isDisabled says whether a part of k3s is switched off.
func (settings settings) isDisabled(part string) bool {
	for _, one := range settings.list("disable") {
		if one == part {
			return true
		}
	}
	return false
}
