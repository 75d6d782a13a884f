// A stand-in for CoreDNS where its image can't be had. It takes CoreDNS' arguments, serves the names of
// Services in the cluster's domain, forwards everything else, and answers the probes. It is not CoreDNS, and
// its log says so.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"quorate/stand-ins/kube"
)

func main() {
	log.SetFlags(0)
	log.Print("this is Quorate's stand-in for CoreDNS, not CoreDNS")
	path := flag.String("conf", "Corefile", "configuration of CoreDNS")
	flag.Parse()
	domain, err := readDomain(*path)
	if err != nil {
		log.Fatal(err)
	}
	client, err := kube.InCluster()
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	names := &names{domain: domain}
	go names.follow(ctx, client)
	go serveProbe(":8080", "/health", func() bool { return true })
	go serveProbe(":8181", "/ready", names.ready)
	resolver := resolver{names: names, upstream: readUpstream("/etc/resolv.conf")}
	go func() { log.Fatal(resolver.serveTCP(":53")) }()
	go func() { log.Fatal(resolver.serveUDP(":53")) }()
	<-ctx.Done()
}

// readDomain finds the cluster's domain in a Corefile: the first zone of its plugin `kubernetes`.
func readDomain(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "kubernetes" {
			return strings.ToLower(strings.TrimSuffix(words[1], ".")), nil
		}
	}
	return "", fmt.Errorf("%s has no zone of `kubernetes`", path)
}

// readUpstream is the first server of a resolv.conf; none where there is none.
func readUpstream(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for _, line := range strings.Split(string(text), "\n") {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "nameserver" {
			return words[1]
		}
	}
	return ""
}

func serveProbe(address, path string, good func() bool) {
	handler := http.NewServeMux()
	handler.HandleFunc(path, func(answer http.ResponseWriter, _ *http.Request) {
		if !good() {
			http.Error(answer, "not yet", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(answer, "OK")
	})
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
