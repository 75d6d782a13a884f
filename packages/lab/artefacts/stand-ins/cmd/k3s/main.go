// A stand-in for k3s, which can't be had here. It has k3s' commands, flags, files, ports and answers, as far as what
// is proven with it goes, around the same programs that a cluster without k3s runs: etcd, Kubernetes' and containerd,
// which lie beside it. It is not k3s, and its log says so; what it has not, it refuses.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"syscall"
)

// command of k3s: how it ends.
type command func(words []string) int

func commands() map[string]command {
	return map[string]command{
		"server":          daemon("server", runServer),
		"agent":           daemon("agent", runAgent),
		"kubectl":         hand("kubectl"),
		"ctr":             hand("ctr"),
		"etcd-snapshot":   snapshotCommand,
		"token":           tokenCommand,
		"certificate":     unknown("certificate"),
		"secrets-encrypt": encryptCommand,
		"crictl":          unknown("crictl"),
	}
}

func main() {
	// Whoever calls it by another program's name wants that one.
	if name := filepath.Base(os.Args[0]); name == "kubectl" || name == "ctr" {
		os.Exit(hand(name)(os.Args[1:]))
	}
	os.Exit(run(os.Args[1:]))
}

func run(words []string) int {
	if len(words) == 0 || words[0] == "--help" || words[0] == "help" {
		fmt.Println("Quorate's stand-in of k3s, for the lab. Commands: server, agent, kubectl, ctr, etcd-snapshot, secrets-encrypt, token")
		return 0
	}
	if words[0] == "--version" || words[0] == "-v" {
		fmt.Printf("k3s version %s (stand-in)\ngo version %s\n", k3sVersion(), runtime.Version())
		return 0
	}
	command, known := commands()[words[0]]
	if !known {
		fmt.Fprintf(os.Stderr, "No help topic for '%s'\n", words[0])
		return 3
	}
	return command(words[1:])
}

// k3sVersion is that of the Kubernetes beside.
func k3sVersion() string {
	said, err := exec.Command(beside("kubelet"), "--version").Output()
	version := regexp.MustCompile(`v\d+\.\d+\.\d+`).FindString(string(said))
	if err != nil || version == "" {
		return "v0.0.0+k3s0"
	}
	return version + "+k3s1"
}

func unknown(name string) command {
	return func([]string) int { return failed(notDone("know `k3s %s`", name)) }
}

func failed(err error) int {
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintln(os.Stderr, usage)
		return 1
	}
	say("fatal", "%v", err)
	return 1
}

// daemon is a command that runs until it is ended, or a part of it ends.
func daemon(name string, work func(context.Context, settings, *children) error) command {
	return func(words []string) int {
		settings, err := readSettings(name, words)
		if err != nil {
			return failed(err)
		}
		if leafLifetime, err = lifetimeOf(os.Getenv(lifetimeVariable)); err != nil {
			return failed(err)
		}
		info("Starting k3s %s (stand-in): this is Quorate's stand-in of k3s, not k3s", k3sVersion())
		if leafLifetime != year {
			info("Certificates that this stand-in issues last for %s, since %s says so", leafLifetime, lifetimeVariable)
		}
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
		defer stop()
		children := newChildren()
		done := make(chan error, 1)
		go func() { done <- work(ctx, settings, children) }()
		select {
		case err = <-done:
		case err = <-children.ended:
		}
		asked := ctx.Err() != nil
		stop()
		// Pods run on: nothing is told to end them.
		children.stop()
		if err != nil && !asked {
			return failed(err)
		}
		return 0
	}
}

// hand becomes a program beside, told of the cluster.
func hand(name string) command {
	return func(words []string) int {
		if os.Getenv("KUBECONFIG") == "" {
			_ = os.Setenv("KUBECONFIG", "/etc/rancher/k3s/k3s.yaml")
		}
		if os.Getenv("CONTAINERD_ADDRESS") == "" {
			_ = os.Setenv("CONTAINERD_ADDRESS", containerdSocket)
			_ = os.Setenv("CONTAINERD_NAMESPACE", "k8s.io")
		}
		path, err := exec.LookPath(beside(name))
		if err != nil {
			return failed(err)
		}
		return failed(syscall.Exec(path, append([]string{name}, words...), os.Environ()))
	}
}
