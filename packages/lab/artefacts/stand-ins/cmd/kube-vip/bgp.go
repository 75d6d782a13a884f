package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"quorate/stand-ins/bgp"
	"quorate/stand-ins/netlink"
)

// runBGP announces the VIP while the apiserver beside it is healthy. As with kube-vip the address itself stays
// on the interface, also after the end.
func runBGP(ctx context.Context, settings settings) error {
	if err := netlink.AddAddress(settings.device, settings.prefix); err != nil {
		return err
	}
	speaker := &bgp.Speaker{
		ASN:       settings.asn,
		ID:        settings.routerID,
		HoldTime:  settings.holdTime,
		Keepalive: settings.keepalive,
		Prefix:    settings.prefix,
	}
	if settings.health.address == "" {
		speaker.Announce(true)
	} else {
		client, err := healthClient(settings.health)
		if err != nil {
			return err
		}
		go settings.health.watch(ctx, client, speaker.Announce)
	}
	speaker.Run(ctx, settings.peers)
	return nil
}

func healthClient(health health) (*http.Client, error) {
	config := &tls.Config{}
	if health.caFile != "" {
		authority, err := os.ReadFile(health.caFile)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(authority) {
			return nil, fmt.Errorf("%s holds no certificate", health.caFile)
		}
	}
	transport := &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}
	return &http.Client{Timeout: health.timeout, Transport: transport}, nil
}

// watch announces after the first success, and withdraws after as many failures in a row as the threshold.
func (health health) watch(ctx context.Context, client *http.Client, announce func(bool)) {
	failures := 0
	for ctx.Err() == nil {
		if err := health.check(client); err == nil {
			failures = 0
			announce(true)
		} else {
			failures++
			log.Printf("health check %d/%d: %v", failures, health.threshold, err)
			if failures >= health.threshold {
				announce(false)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(health.period):
		}
	}
}

func (health health) check(client *http.Client) error {
	answer, err := client.Get(health.address)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", health.address, answer.Status)
	}
	return nil
}
