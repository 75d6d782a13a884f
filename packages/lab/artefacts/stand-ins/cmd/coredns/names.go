package main

import (
	"context"
	"log"
	"net/netip"
	"strings"
	"sync"
	"time"

	"quorate/stand-ins/kube"
)

// How often the Services are read.
const period = 3 * time.Second

// names are those of the Services that have an address of their own.
type names struct {
	domain string

	mutex  sync.RWMutex
	byName map[string][]netip.Addr
}

type serviceList struct {
	Items []struct {
		Metadata struct {
			Name      string `json:"name"`
			Namespace string `json:"namespace"`
		} `json:"metadata"`
		Spec struct {
			ClusterIP  string   `json:"clusterIP"`
			ClusterIPs []string `json:"clusterIPs"`
		} `json:"spec"`
	} `json:"items"`
}

func (names *names) follow(ctx context.Context, client *kube.Client) {
	for ctx.Err() == nil {
		var services serviceList
		attempt, cancel := context.WithTimeout(ctx, period)
		if err := client.Get(attempt, "/api/v1/services", &services); err != nil {
			log.Print(err)
		} else {
			names.set(services)
		}
		cancel()
		select {
		case <-ctx.Done():
		case <-time.After(period):
		}
	}
}

func (names *names) set(services serviceList) {
	byName := map[string][]netip.Addr{}
	for _, one := range services.Items {
		texts := one.Spec.ClusterIPs
		if len(texts) == 0 {
			texts = []string{one.Spec.ClusterIP}
		}
		name := one.Metadata.Name + "." + one.Metadata.Namespace + ".svc." + names.domain
		// Also a Service without an address has a name: the answer is empty then.
		byName[name] = nil
		for _, text := range texts {
			if address, err := netip.ParseAddr(text); err == nil {
				byName[name] = append(byName[name], address)
			}
		}
	}
	names.mutex.Lock()
	defer names.mutex.Unlock()
	names.byName = byName
}

func (names *names) ready() bool {
	names.mutex.RLock()
	defer names.mutex.RUnlock()
	return names.byName != nil
}

// ours says whether a name is in the cluster's domain.
func (names *names) ours(name string) bool {
	return name == names.domain || strings.HasSuffix(name, "."+names.domain)
}

func (names *names) find(name string) ([]netip.Addr, bool) {
	names.mutex.RLock()
	defer names.mutex.RUnlock()
	addresses, found := names.byName[name]
	return addresses, found
}
