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

// names are those of the Services: of the addresses of their own, or where they are headless, of their pods'.
type names struct {
	domain string

	mutex  sync.RWMutex
	byName map[string][]netip.Addr
}

type serviceList struct {
	Items []struct {
		Metadata objectMeta `json:"metadata"`
		Spec     struct {
			ClusterIP  string   `json:"clusterIP"`
			ClusterIPs []string `json:"clusterIPs"`
		} `json:"spec"`
	} `json:"items"`
}

type sliceList struct {
	Items []struct {
		Metadata  objectMeta `json:"metadata"`
		Endpoints []struct {
			Addresses  []string `json:"addresses"`
			Conditions struct {
				// Whoever says nothing is ready.
				Ready *bool `json:"ready"`
			} `json:"conditions"`
		} `json:"endpoints"`
	} `json:"items"`
}

type objectMeta struct {
	Name      string            `json:"name"`
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
}

// Which Service an EndpointSlice belongs to.
const labelService = "kubernetes.io/service-name"

// v1 came with Kubernetes 1.21.
var slicePaths = []string{
	"/apis/discovery.k8s.io/v1/endpointslices",
	"/apis/discovery.k8s.io/v1beta1/endpointslices",
}

func (names *names) follow(ctx context.Context, client *kube.Client) {
	for ctx.Err() == nil {
		attempt, cancel := context.WithTimeout(ctx, period)
		if err := names.read(attempt, client); err != nil {
			log.Print(err)
		}
		cancel()
		select {
		case <-ctx.Done():
		case <-time.After(period):
		}
	}
}

func (names *names) read(ctx context.Context, client *kube.Client) error {
	var services serviceList
	if err := client.Get(ctx, "/api/v1/services", &services); err != nil {
		return err
	}
	var slices sliceList
	var err error
	for _, path := range slicePaths {
		if err = client.Get(ctx, path, &slices); err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	names.set(services, slices)
	return nil
}

func (names *names) set(services serviceList, slices sliceList) {
	pods := map[string][]netip.Addr{}
	for _, one := range slices.Items {
		name := one.Metadata.Labels[labelService] + "." + one.Metadata.Namespace
		for _, endpoint := range one.Endpoints {
			if endpoint.Conditions.Ready == nil || *endpoint.Conditions.Ready {
				pods[name] = append(pods[name], parseAll(endpoint.Addresses)...)
			}
		}
	}
	byName := map[string][]netip.Addr{}
	for _, one := range services.Items {
		texts := one.Spec.ClusterIPs
		if len(texts) == 0 {
			texts = []string{one.Spec.ClusterIP}
		}
		name := one.Metadata.Name + "." + one.Metadata.Namespace
		addresses := parseAll(texts)
		if one.Spec.ClusterIP == "None" {
			addresses = pods[name]
		}
		// Also a Service without an address has a name: the answer is empty then.
		byName[name+".svc."+names.domain] = addresses
	}
	names.mutex.Lock()
	defer names.mutex.Unlock()
	names.byName = byName
}

func parseAll(texts []string) (found []netip.Addr) {
	for _, text := range texts {
		if address, err := netip.ParseAddr(text); err == nil {
			found = append(found, address)
		}
	}
	return found
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
