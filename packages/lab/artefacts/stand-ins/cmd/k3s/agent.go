package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// runAgent is an agent: it may wait for a server as long as it takes, and is active all the same.
func runAgent(ctx context.Context, settings settings, children *children) error {
	text, err := settings.secretOf("token")
	if err != nil {
		return err
	}
	token, err := parseToken(text, "node")
	if err != nil {
		return err
	}
	notifyReady()
	balancer := newBalancer(settings)
	server, err := settings.reach(ctx, token, balancer)
	if err != nil {
		return err
	}
	if err := forward("127.0.0.1:"+settings.value("lb-server-port", "6444"), balancer.targets); err != nil {
		return err
	}
	go balancer.keep(ctx, server)
	if err := settings.startNode(ctx, children, server); err != nil {
		return err
	}
	info("k3s agent is up and running")
	<-ctx.Done()
	return nil
}

// runAgentParts is the agent in a server: it asks the server that it is in.
func runAgentParts(ctx context.Context, settings settings, children *children, secret func(token) (token, error)) error {
	own, err := settings.serverToken(false)
	if err != nil {
		return err
	}
	agent, err := secret(own)
	if err != nil {
		return err
	}
	url := "https://" + hostPort("127.0.0.1", settings.port)
	server, err := meet(ctx, url, agent)
	if err != nil {
		return err
	}
	return settings.startNode(ctx, children, server)
}

// reach tries the server of the flags, and those that were known before, until one of them is of the right cluster.
func (settings settings) reach(ctx context.Context, token token, balancer *balancer) (found *peer, err error) {
	err = wait(ctx, 2*time.Second, "a server", func(ctx context.Context) (err error) {
		urls := []string{settings.url}
		for _, target := range balancer.targets() {
			urls = append(urls, "https://"+target)
		}
		for _, url := range urls {
			if found, err = meet(ctx, url, token); err != nil {
				// An agent waits, whatever it is.
				err = fmt.Errorf("Failed to validate connection to cluster at %s: %s", url, err.Error())
				continue
			}
			if _, err = found.config(ctx); err == nil {
				return nil
			}
			err = fmt.Errorf("Waiting to retrieve agent configuration; server is not ready: %s", err.Error())
		}
		return err
	})
	return found, err
}

// balancer is what an agent has at 127.0.0.1: the servers that it knows, one after the other, kept over restarts.
type balancer struct {
	settings
	mutex sync.Mutex
	known []string
}

func newBalancer(settings settings) *balancer {
	made := &balancer{settings: settings}
	if text, err := os.ReadFile(made.file()); err == nil {
		var kept balancerFile
		if json.Unmarshal(text, &kept) == nil {
			made.known = kept.ServerAddresses
		}
	}
	return made
}

type balancerFile struct {
	ServerURL       string   `json:"ServerURL"`
	ServerAddresses []string `json:"ServerAddresses"`
}

func (balancer *balancer) file() string {
	return balancer.places.agent("etc/k3s-agent-load-balancer.json")
}

func (balancer *balancer) targets() []string {
	balancer.mutex.Lock()
	defer balancer.mutex.Unlock()
	first := strings.TrimPrefix(balancer.url, "https://")
	return append(append([]string{}, balancer.known...), first)
}

// keep learns which servers there are.
func (balancer *balancer) keep(ctx context.Context, server *peer) {
	local := *server
	local.url = "https://127.0.0.1:" + balancer.value("lb-server-port", "6444")
	for ctx.Err() == nil {
		text, err := local.ask(ctx, http.MethodGet, "/v1-k3s/apiservers", nil, nil)
		var found []string
		if err == nil && json.Unmarshal(text, &found) == nil && len(found) > 0 {
			balancer.mutex.Lock()
			balancer.known = found
			balancer.mutex.Unlock()
			kept, _ := json.Marshal(balancerFile{balancer.url, found})
			_ = writeFile(balancer.file(), kept, 0o600)
		}
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
		}
	}
}

// certify gets the certificates of a node, by keys that stay here.
func (settings settings) certify(ctx context.Context, server *peer) error {
	password, err := nodePassword()
	if err != nil {
		return err
	}
	at := settings.places
	headers := map[string]string{
		"k3s-Node-Name": settings.nodeName, "k3s-Node-Password": password,
		"k3s-Node-IP": strings.Join(settings.addresses, ","),
	}
	for _, name := range []string{"client-ca.crt", "server-ca.crt"} {
		text, err := server.ask(ctx, http.MethodGet, "/v1-k3s/"+name, nil, nil)
		if err != nil {
			return err
		}
		if err := writeFile(at.agent(name), text, 0o644); err != nil {
			return err
		}
	}
	for _, name := range []string{"serving-kubelet", "client-kubelet", "client-kube-proxy", "client-k3s-controller"} {
		request, err := certificateRequest(at.agent(name + ".key"))
		if err != nil {
			return err
		}
		text, err := server.ask(ctx, http.MethodPost, "/v1-k3s/"+name+".crt", headers, request)
		if status, ok := err.(statusError); ok && status.code == http.StatusForbidden {
			return fmt.Errorf("Node password rejected, duplicate hostname or contents of '%s' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag", nodePasswordFile)
		}
		if err != nil {
			return err
		}
		if err := writeFile(at.agent(name+".crt"), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// certificateRequest is one for the key in a file, which is made where it is not there.
func certificateRequest(path string) ([]byte, error) {
	key, err := readKey(path)
	if err != nil {
		made := newKey()
		if err := writeFile(path, keyText(made), 0o600); err != nil {
			return nil, err
		}
		key = made
	}
	raw, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: raw}), err
}

func nodePassword() (string, error) {
	text, err := os.ReadFile(nodePasswordFile)
	if err == nil && len(bytes.TrimSpace(text)) > 0 {
		return string(bytes.TrimSpace(text)), nil
	}
	made := randomHex(16)
	return made, writeFile(nodePasswordFile, []byte(made+"\n"), 0o600)
}
