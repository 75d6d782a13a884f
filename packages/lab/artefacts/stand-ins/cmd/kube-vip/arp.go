package main

import (
	"context"
	"log"
	"time"

	"quorate/stand-ins/announce"
	"quorate/stand-ins/kube"
	"quorate/stand-ins/netlink"
)

// How often the holder reminds its neighbours; those who missed the first announcement learn it then.
const reminder = 3 * time.Second

// runARP holds the VIP while it holds the lease.
func runARP(ctx context.Context, settings settings) error {
	// Left there by a process that was killed while it led.
	if err := netlink.RemoveAddress(settings.device, settings.prefix); err != nil {
		return err
	}
	client, err := kube.FromFile(settings.kubeconfig, settings.server)
	if err != nil {
		return err
	}
	election := &kube.Election{
		Client:        client,
		Namespace:     settings.namespace,
		Name:          settings.leaseName,
		Identity:      settings.node,
		LeaseDuration: settings.leaseDuration,
		RenewDeadline: settings.renewDeadline,
		RetryPeriod:   settings.retryPeriod,
	}
	var stop func()
	election.Run(ctx, func(leading bool) {
		log.Printf("holds the lease: %t", leading)
		if leading {
			stop = startHolding(settings)
			return
		}
		stop()
		if err := netlink.RemoveAddress(settings.device, settings.prefix); err != nil {
			log.Print(err)
		}
	}, func(err error) { log.Print(err) })
	return nil
}

// startHolding returns a function that ends it and waits for the end: the address must not come back after it
// was taken away.
func startHolding(settings settings) func() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		hold(ctx, settings)
	}()
	return func() {
		cancel()
		<-ended
	}
}

func hold(ctx context.Context, settings settings) {
	for ctx.Err() == nil {
		if err := netlink.AddAddress(settings.device, settings.prefix); err != nil {
			log.Print(err)
		}
		if err := announce.Gratuitous(settings.device, settings.prefix.Addr()); err != nil {
			log.Print(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(reminder):
		}
	}
}
