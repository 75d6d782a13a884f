package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
)

// peer is a server that is asked by a token.
type peer struct {
	url     string
	token   token
	cacerts []byte
	client  *http.Client
}

// meet asks a server for its CA, whose hash the token tells, where it does. Nobody is trusted before that.
func meet(ctx context.Context, url string, token token) (*peer, error) {
	blind := &http.Client{
		Timeout:   10 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true},
	}
	met := &peer{url: url, token: token, client: blind}
	cacerts, err := met.ask(ctx, http.MethodGet, "/cacerts", nil, nil)
	if err != nil {
		return nil, fmt.Errorf("failed to get CA certs: %w", err)
	}
	if hash := hashOf(cacerts); token.hash != "" && hash != token.hash {
		return nil, fatalError{fmt.Errorf("failed to validate token: token CA hash does not match the Cluster CA certificate hash: %s != %s", token.hash, hash)}
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(cacerts) {
		return nil, fmt.Errorf("%s answers /cacerts with no certificate: it is no server of k3s", url)
	}
	met.cacerts = cacerts
	met.client = &http.Client{
		Timeout:   30 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true},
	}
	if _, err := met.ask(ctx, http.MethodGet, "/ping", nil, nil); err != nil {
		return nil, err
	}
	return met, nil
}

// statusError is an answer that is none of 2xx.
type statusError struct {
	code int
	text string
}

func (err statusError) Error() string { return err.text }

func (peer *peer) ask(ctx context.Context, method, path string, headers map[string]string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, peer.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if peer.token.secret != "" && peer.cacerts != nil {
		request.SetBasicAuth(peer.token.user, peer.token.secret)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	answer, err := peer.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 16<<20))
	if err != nil {
		return nil, err
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return nil, statusError{answer.StatusCode, fmt.Sprintf("%s%s: %s: %s", peer.url, path, answer.Status, bytes.TrimSpace(text))}
	}
	return text, nil
}

// bootstrap is what a server that joins is given.
func (peer *peer) bootstrap(ctx context.Context) (given bundle, err error) {
	text, err := peer.ask(ctx, http.MethodGet, "/v1-k3s/server-bootstrap", nil, nil)
	if err != nil {
		return nil, err
	}
	return given, json.Unmarshal(text, &given)
}

func (peer *peer) config(ctx context.Context) (configAnswer, error) {
	text, err := peer.ask(ctx, http.MethodGet, "/v1-k3s/config", nil, nil)
	if err != nil {
		return configAnswer{}, err
	}
	return decodeConfig(text)
}

// membersAnswer is what /db/info says.
type membersAnswer struct {
	Members []*etcdserverpb.Member `json:"members"`
}

// endpoints are the addresses for clients of the members that vote.
func (peer *peer) endpoints(ctx context.Context) (all []string, err error) {
	text, err := peer.ask(ctx, http.MethodGet, "/db/info", nil, nil)
	if err != nil {
		return nil, err
	}
	var told membersAnswer
	if err := json.Unmarshal(text, &told); err != nil {
		return nil, err
	}
	for _, one := range told.Members {
		if !one.IsLearner {
			all = append(all, one.ClientURLs...)
		}
	}
	return all, nil
}
