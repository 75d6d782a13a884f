// Package kube speaks to an apiserver with nothing but the standard library.
package kube

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// Client of one apiserver.
type Client struct {
	server string
	http   http.Client
}

// Failure is an answer of the apiserver that is none of 2xx.
type Failure struct {
	Code int
	Text string
}

func (failure *Failure) Error() string {
	return fmt.Sprintf("the apiserver answered %d: %s", failure.Code, failure.Text)
}

// HasCode says whether an error is an answer with this code.
func HasCode(err error, code int) bool {
	var failure *Failure
	return errors.As(err, &failure) && failure.Code == code
}

// kubeconfig as NixOS writes it: JSON, one cluster, one user, certificates as files.
type kubeconfig struct {
	Clusters []struct {
		Cluster struct {
			Server               string `json:"server"`
			CertificateAuthority string `json:"certificate-authority"`
		} `json:"cluster"`
	} `json:"clusters"`
	Users []struct {
		User struct {
			ClientCertificate string `json:"client-certificate"`
			ClientKey         string `json:"client-key"`
		} `json:"user"`
	} `json:"users"`
}

// FromFile makes a client from a kubeconfig in JSON. A server that is given overrides the file's.
func FromFile(path, server string) (*Client, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var config kubeconfig
	if err := json.Unmarshal(text, &config); err != nil {
		return nil, fmt.Errorf("%s: this stand-in reads kubeconfigs in JSON alone: %w", path, err)
	}
	if len(config.Clusters) != 1 || len(config.Users) != 1 {
		return nil, fmt.Errorf("%s: not one cluster and one user", path)
	}
	cluster, user := config.Clusters[0].Cluster, config.Users[0].User
	if server == "" {
		server = cluster.Server
	}
	certificate, err := tls.LoadX509KeyPair(user.ClientCertificate, user.ClientKey)
	if err != nil {
		return nil, err
	}
	return newClient(server, cluster.CertificateAuthority, certificate)
}

func newClient(server, caFile string, certificates ...tls.Certificate) (*Client, error) {
	authority, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, fmt.Errorf("%s holds no certificate", caFile)
	}
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: roots, Certificates: certificates},
		IdleConnTimeout:     30 * time.Second,
		TLSHandshakeTimeout: 5 * time.Second,
	}
	return &Client{server, http.Client{Transport: transport}}, nil
}

// Do sends a request with a body as JSON (or none) and reads the answer into result (or nowhere).
func (client *Client) Do(ctx context.Context, method, path, contentType string, body, result any) error {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, client.server+path, sent)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", contentType)
	}
	answer, err := client.http.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 500))
		return &Failure{answer.StatusCode, strings.TrimSpace(string(text))}
	}
	if result == nil {
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(result)
}

// Get reads an object or a list.
func (client *Client) Get(ctx context.Context, path string, result any) error {
	return client.Do(ctx, http.MethodGet, path, "", nil, result)
}
