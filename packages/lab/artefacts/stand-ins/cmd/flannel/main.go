// A stand-in for flanneld, which Debian does not package. It takes the environment, the kubeconfig and the
// rights that NixOS' flannel service gives the real one, and keeps what flannel promises (each node's pod
// network is reachable from every other, and /run/flannel/subnet.env says which is one's own), but through
// plain routes instead of VXLAN: all nodes must share a LAN. It is not flannel, and its log says so.
package main

import (
	"context"
	"fmt"
	"log"
	"net/netip"
	"os/signal"
	"reflect"
	"syscall"
	"time"

	"quorate/stand-ins/kube"
	"quorate/stand-ins/netlink"
)

// How often the nodes are read.
const period = 3 * time.Second

const requestTimeout = 10 * time.Second

// How often a node says again what it is: the object may have been made anew.
const repeat = 30 * time.Second

func main() {
	log.SetFlags(0)
	log.Print("this is Quorate's stand-in for flannel, not flannel")
	settings, err := readSettings()
	if err != nil {
		log.Fatal(err)
	}
	client, err := kube.FromFile(settings.kubeconfig, "")
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	daemon := daemon{settings: settings, client: client}
	for ctx.Err() == nil {
		if err := daemon.round(ctx); err != nil && ctx.Err() == nil {
			log.Print(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(period):
		}
	}
	// The routes stay, as flannel's do: a restart must not cut the pods off.
}

type daemon struct {
	settings settings
	client   *kube.Client

	written   []netip.Prefix
	announced time.Time
}

func (daemon *daemon) round(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	var nodes nodeList
	if err := daemon.client.Get(ctx, "/api/v1/nodes", &nodes); err != nil {
		return err
	}
	own, routes := plan(daemon.settings.node, nodes)
	if len(own) == 0 {
		return fmt.Errorf("node %s has no pod network yet", daemon.settings.node)
	}
	if err := daemon.apply(routes); err != nil {
		return err
	}
	if !reflect.DeepEqual(own, daemon.written) {
		if err := writeSubnetFile(daemon.settings, own); err != nil {
			return err
		}
		daemon.written = own
		log.Printf("own pod networks: %v", own)
	}
	if time.Since(daemon.announced) < repeat {
		return nil
	}
	if err := announce(ctx, daemon.client, daemon.settings); err != nil {
		return err
	}
	daemon.announced = time.Now()
	return nil
}

// apply makes the routes that are wanted and removes the others that were made here.
func (daemon *daemon) apply(wanted []netlink.Route) error {
	present, err := netlink.Routes()
	if err != nil {
		return err
	}
	gateways := map[netip.Prefix]netip.Addr{}
	for _, route := range present {
		gateways[route.To] = route.Via
	}
	for _, route := range wanted {
		if gateways[route.To] != route.Via {
			log.Printf("route to %s via %s", route.To, route.Via)
			if err := netlink.SetRoute(route); err != nil {
				return err
			}
		}
		delete(gateways, route.To)
	}
	for to, via := range gateways {
		log.Printf("no more route to %s via %s", to, via)
		if err := netlink.RemoveRoute(netlink.Route{To: to, Via: via}); err != nil {
			return err
		}
	}
	return nil
}
