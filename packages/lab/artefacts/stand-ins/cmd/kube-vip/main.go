// A stand-in for kube-vip where its image can't be had. It reads the environment of kube-vip's own manifest
// and does what matters for the VIP of the control plane; it is not kube-vip, and its log says so.
package main

import (
	"context"
	"log"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(0)
	log.Print("this is Quorate's stand-in for kube-vip, not kube-vip")
	settings, err := readSettings()
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go serveMetrics(settings.metricsAddress)
	if settings.arp {
		err = runARP(ctx, settings)
	} else {
		err = runBGP(ctx, settings)
	}
	if err != nil {
		log.Fatal(err)
	}
}
