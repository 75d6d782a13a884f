// A stand-in for kube-vip where its image can't be had, of the libraries that kube-vip is made of: GoBGP's server,
// client-go's leader election. It reads the environment of kube-vip's own manifest, does what matters for the VIP of
// the control plane, and refuses what it does not know. It is not kube-vip, and its log says so.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	slog.Info("this is Quorate's stand-in for kube-vip, not kube-vip")
	if err := run(); err != nil {
		slog.Error("kube-vip ends", "err", err)
		os.Exit(1)
	}
	slog.Info("kube-vip has ended")
}

func run() error {
	if len(os.Args) != 2 || os.Args[1] != "manager" {
		return fmt.Errorf("this stand-in knows the argument manager alone, not %q", os.Args[1:])
	}
	settings, err := readSettings(os.Environ())
	if err != nil {
		return err
	}
	if err := isUp(settings.device); err != nil {
		return err
	}
	client, err := newClient(settings)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go serveMetrics(settings.metricsAddress)
	if settings.arp {
		return runARP(ctx, settings, client)
	}
	return runBGP(ctx, settings)
}
