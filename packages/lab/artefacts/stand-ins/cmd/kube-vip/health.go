package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"
)

func healthClient(health health) (*http.Client, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
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
	return &http.Client{Timeout: health.timeout, Transport: &http.Transport{TLSClientConfig: config}}, nil
}

// watch announces after the first success, and withdraws after as many failures in a row as the threshold. It
// returns when it is told to end.
func (health health) watch(ctx context.Context, client *http.Client, announce func(bool) error) {
	ticker := time.NewTicker(health.period)
	defer ticker.Stop()
	failures := 0
	for {
		wanted := true
		if err := health.check(ctx, client); err == nil {
			failures = 0
		} else {
			failures++
			wanted = false
			slog.Warn("the apiserver is not healthy", "time", failures, "of", health.threshold, "err", err)
		}
		if wanted || failures >= health.threshold {
			if err := announce(wanted); err != nil {
				slog.Error("the announcement can't be changed", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (health health) check(ctx context.Context, client *http.Client) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, health.address, nil)
	if err != nil {
		return err
	}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", health.address, answer.Status)
	}
	return nil
}
