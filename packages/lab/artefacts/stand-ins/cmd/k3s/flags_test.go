package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func nothing(string) string { return "" }

func TestParse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	text := `{"cluster-cidr": "10.1.0.0/16", "https-listen-port": 7443, "secrets-encryption": true,
		"tls-san": ["a", "b"], "disable": ["servicelb"], "unheard-of": 1, "node-name": "file"}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := map[string]string{"K3S_URL": "https://one:6443", "K3S_CLUSTER_INIT": "true"}
	words := []string{"--config=" + file, "--node-name", "n", "--tls-san=c,d", "--disable=traefik", "--disable", "coredns", "--cluster-init=false"}
	got, err := parseFlags("server", words, func(name string) string { return environ[name] })
	if err != nil {
		t.Fatal(err)
	}
	said := fmt.Sprint(got.value("cluster-cidr", ""), got.value("https-listen-port", ""), got.on("secrets-encryption"),
		got.list("tls-san"), got.value("node-name", ""), got.list("disable"), got.value("server", ""), got.on("cluster-init"))
	arguments := nodeArguments(append(got.commandLine(), "--token", "x", "--agent-token=y", "z"))
	if want := `["server","--cluster-cidr","10.1.0.0/16","--disable","servicelb","--https-listen-port","7443","--node-name","file",` +
		`"--secrets-encryption","true","--tls-san","a","--tls-san","b","--config","` + file + `","--node-name","n",` +
		`"--tls-san","c,d","--disable","traefik","--disable","coredns","--cluster-init","false",` +
		`"--token","********","--agent-token","********","z"]`; arguments != want {
		t.Errorf("%s\nand not %s", arguments, want)
	}
	if want := "10.1.0.0/167443true [a b c d]n[servicelb traefik coredns]https://one:6443false"; said != want {
		t.Errorf("%s\nand not %s", said, want)
	}
}

func TestFilesAddUp(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "config.yaml")
	if err := os.Mkdir(file+".d", 0o700); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		file:               "node-label: [a=1]\nnode-taint: [x=1:NoSchedule]\ndata-dir: /one\n",
		file + ".d/1.yaml": "node-label+: [b=2]\nnode-taint: [y=1:NoSchedule]\n",
		file + ".d/2.yaml": "data-dir: /two\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := parseFlags("agent", []string{"-c", file}, nothing)
	if err != nil {
		t.Fatal(err)
	}
	said := fmt.Sprint(got.list("node-label"), got.list("node-taint"), got.value("data-dir", ""))
	if want := "[a=1 b=2] [y=1:NoSchedule]/two"; said != want {
		t.Errorf("%s\nand not %s", said, want)
	}
}

// What an agent refuses, and a server takes.
func TestAgentRefuses(t *testing.T) {
	for _, name := range []string{
		"disable", "cluster-init", "agent-token", "agent-token-file", "tls-san", "cluster-cidr", "service-cidr",
		"flannel-backend", "https-listen-port", "secrets-encryption", "kube-apiserver-arg", "etcd-expose-metrics",
		"etcd-disable-snapshots", "etcd-arg",
	} {
		_, err := parseFlags("agent", []string{"--" + name + "=x"}, nothing)
		if want := "Incorrect Usage: flag provided but not defined: -" + name; err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := parseFlags("server", []string{"--" + name + "=x"}, nothing); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{
		"server", "token", "token-file", "node-name", "node-ip", "node-label", "node-taint", "kubelet-arg",
		"kube-proxy-arg", "flannel-iface", "private-registry", "pause-image", "resolv-conf", "snapshotter",
		"bind-address", "data-dir", "lb-server-port", "selinux", "debug",
	} {
		if _, err := parseFlags("agent", []string{"--" + name + "=x"}, nothing); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUsage(t *testing.T) {
	for word, want := range map[string]string{
		"--nope":     "Incorrect Usage: flag provided but not defined: -nope",
		"-nope=1":    "Incorrect Usage: flag provided but not defined: -nope",
		"--data-dir": "Incorrect Usage: flag needs an argument: -data-dir",
		"word":       "Incorrect Usage: unexpected argument: word",
	} {
		if _, err := parseFlags("server", []string{word}, nothing); err == nil || err.Error() != want {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestLimits(t *testing.T) {
	for word, refused := range map[string]bool{
		"--etcd-s3=false": false, "--disable=traefik": false,
		"--etcd-s3": true, "--etcd-snapshot-retention=3": false, "--rootless=false": false,
	} {
		flags, err := parseFlags("server", []string{word}, nothing)
		if err != nil {
			t.Fatal(err)
		}
		if err := flags.limits(); (err != nil) != refused {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestCritical(t *testing.T) {
	of := func(words ...string) map[string]string {
		flags, err := parseFlags("server", words, nothing)
		if err != nil {
			t.Fatal(err)
		}
		return settings{flags: flags, clusterCIDR: "10.42.0.0/16"}.critical()
	}
	if found := differences(of("--flannel-backend=vxlan", "--disable=coredns"), of()); len(found) > 0 {
		t.Error(found)
	}
	found := differences(of("--secrets-encryption", "--disable=servicelb"), of())
	want := "[secrets-encryption (true here, false there) servicelb (false here, true there)]"
	if fmt.Sprint(found) != want {
		t.Error(found)
	}
}
