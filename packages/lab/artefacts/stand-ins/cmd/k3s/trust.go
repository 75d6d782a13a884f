package main

import (
	"fmt"
	"os"
)

// caNames are k3s' five authorities, by the place of their files below server/tls.
var caNames = []string{"server-ca", "client-ca", "request-header-ca", "etcd/server-ca", "etcd/peer-ca"}

// trust is what a server signs with.
type trust struct {
	server, client, requestHeader, etcdServer, etcdPeer authority
}

// foundTrust takes the CAs that are in server/tls where all of them are, else makes them.
func foundTrust(places places) error {
	if !caFilesAre(places) {
		for _, name := range caNames {
			certificate, key, err := selfSigned("k3s-" + caTitle(name))
			if err != nil {
				return err
			}
			if err := writeFile(places.tls(name+".crt"), certificate, 0o644); err != nil {
				return err
			}
			if err := writeFile(places.tls(name+".key"), key, 0o600); err != nil {
				return err
			}
		}
	}
	if isThere(places.tls("service.key")) {
		return nil
	}
	key, err := rsaKeyText()
	if err != nil {
		return err
	}
	return writeFile(places.tls("service.key"), key, 0o600)
}

// caFilesAre says whether all of them are there. A part of them counts as none, as with k3s.
func caFilesAre(places places) bool {
	for _, name := range caNames {
		if !isThere(places.tls(name+".crt")) || !isThere(places.tls(name+".key")) {
			return false
		}
	}
	return true
}

func caTitle(name string) string {
	switch name {
	case "etcd/server-ca":
		return "etcd-server-ca"
	case "etcd/peer-ca":
		return "etcd-peer-ca"
	}
	return name
}

func readTrust(places places) (found trust, err error) {
	for name, target := range map[string]*authority{
		"server-ca":         &found.server,
		"client-ca":         &found.client,
		"request-header-ca": &found.requestHeader,
		"etcd/server-ca":    &found.etcdServer,
		"etcd/peer-ca":      &found.etcdPeer,
	} {
		*target, err = readAuthority(places.tls(name+".crt"), places.tls(name+".key"))
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

// clientLeaves are the certificates of the parts of a server, by their files below server/tls.
var clientLeaves = map[string]leaf{
	"client-admin":          {name: "system:admin", groups: []string{"system:masters"}},
	"client-supervisor":     {name: "system:k3s-supervisor", groups: []string{"system:masters"}},
	"client-controller":     {name: "system:kube-controller-manager"},
	"client-scheduler":      {name: "system:kube-scheduler"},
	"client-kube-apiserver": {name: "system:apiserver", groups: []string{"system:masters"}},
	"client-kube-proxy":     {name: "system:kube-proxy"},
	"client-k3s-controller": {name: "system:k3s-controller"},
}

// issueLeaves makes what the programs of a server need, and their kubeconfigs.
func issueLeaves(settings settings, trust trust) error {
	at := settings.places
	names := settings.serverNames()
	for file, leaf := range clientLeaves {
		leaf.client = true
		if err := trust.client.issue(leaf, at.tls(file+".crt"), at.tls(file+".key")); err != nil {
			return err
		}
	}
	issues := []struct {
		by   authority
		leaf leaf
		file string
	}{
		{trust.requestHeader, leaf{name: "system:auth-proxy", client: true}, "client-auth-proxy"},
		{trust.server, leaf{name: "kube-apiserver", names: names, server: true}, "serving-kube-apiserver"},
		{trust.server, leaf{name: "k3s", groups: []string{"k3s"}, names: names, server: true}, "dynamic-serving"},
		{trust.etcdServer, leaf{name: "etcd-client", client: true}, "etcd/client"},
		{trust.etcdServer, leaf{name: "etcd-server", names: names, server: true, client: true}, "etcd/server-client"},
		{trust.etcdPeer, leaf{name: "etcd-peer", names: names, server: true, client: true}, "etcd/peer-server-client"},
	}
	for _, one := range issues {
		if err := one.by.issue(one.leaf, at.tls(one.file+".crt"), at.tls(one.file+".key")); err != nil {
			return fmt.Errorf("%s: %w", one.file, err)
		}
	}
	// The controllers that sign take one certificate, and no chain.
	for name, by := range map[string]authority{"client-ca": trust.client, "server-ca": trust.server} {
		if err := writeFile(at.tls(name+".nochain.crt"), certificateText(by.certificate.Raw), 0o644); err != nil {
			return err
		}
	}
	server := "https://127.0.0.1:6444"
	for file, name := range map[string]string{
		"admin": "client-admin", "supervisor": "client-supervisor", "controller": "client-controller",
		"scheduler": "client-scheduler",
	} {
		text := kubeconfig(server, at.tls("server-ca.crt"), at.tls(name+".crt"), at.tls(name+".key"))
		if err := writeFile(at.server("cred/"+file+".kubeconfig"), text, 0o600); err != nil {
			return err
		}
	}
	return writeAdminKubeconfig(settings, trust)
}

// writeAdminKubeconfig writes k3s.yaml, which holds its certificates.
func writeAdminKubeconfig(settings settings, trust trust) error {
	at := settings.places
	certificate, err := os.ReadFile(at.tls("client-admin.crt"))
	if err != nil {
		return err
	}
	key, err := os.ReadFile(at.tls("client-admin.key"))
	if err != nil {
		return err
	}
	server := fmt.Sprintf("https://127.0.0.1:%s", settings.port)
	text := embeddedKubeconfig(server, trust.server.file, certificate, key)
	return writeFile(settings.kubeconfig, text, settings.kubeconfigMode)
}
