package main

import (
	"crypto/subtle"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
)

// access says who may ask the supervisor for what.
type access struct {
	mutex         sync.Mutex
	server, agent string
	clients       *x509.CertPool
}

// who is allowed.
type who int

const (
	anybody who = iota
	// Agents and servers by token, nodes by certificate.
	nodes
	servers
)

func (access *access) allows(request *http.Request, who who) bool {
	if who == anybody {
		return true
	}
	_, secret, given := request.BasicAuth()
	server, agent := access.tokens()
	if given && same(secret, server) {
		return true
	}
	if who == servers {
		return false
	}
	if given && agent != "" && same(secret, agent) {
		return true
	}
	user := access.userOf(request)
	return user != nil && strings.HasPrefix(user.Subject.CommonName, "system:node:")
}

func same(one, other string) bool { return subtle.ConstantTimeCompare([]byte(one), []byte(other)) == 1 }

// userOf is the client's certificate, where it is one of this cluster.
func (access *access) userOf(request *http.Request) *x509.Certificate {
	if request.TLS == nil || len(request.TLS.PeerCertificates) == 0 {
		return nil
	}
	between := x509.NewCertPool()
	for _, one := range request.TLS.PeerCertificates[1:] {
		between.AddCert(one)
	}
	_, err := request.TLS.PeerCertificates[0].Verify(x509.VerifyOptions{
		Roots: access.clients, Intermediates: between,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return nil
	}
	return request.TLS.PeerCertificates[0]
}

// rotate takes another server token from now on.
func (access *access) rotate(secret string) {
	access.mutex.Lock()
	defer access.mutex.Unlock()
	if access.agent == access.server {
		access.agent = secret
	}
	access.server = secret
}

// writeTokens writes the files of tokens: in their full form, with links beside.
func (settings settings) writeTokens(server, agent token, cacerts []byte) error {
	at := settings.places
	passwd := fmt.Sprintf("%s,node,node,k3s:agent\n%s,server,server,k3s:server\n", agent.secret, server.secret)
	for path, text := range map[string]string{
		at.server("cred/passwd"): passwd,
		at.server("token"):       token{"", "server", server.secret}.full(cacerts) + "\n",
	} {
		if err := writeFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	if err := link(at.server("token"), at.server("node-token")); err != nil {
		return err
	}
	if agent.secret == server.secret {
		return link(at.server("token"), at.server("agent-token"))
	}
	_ = os.Remove(at.server("agent-token"))
	text := token{"", "node", agent.secret}.full(cacerts) + "\n"
	return writeFile(at.server("agent-token"), []byte(text), 0o600)
}

// serverToken is the flags', else the file's that a start before has left; a server that founds makes one.
func (settings settings) serverToken(founds bool) (token, error) {
	text, err := settings.secretOf("token")
	if err != nil {
		return token{}, err
	}
	if text == "" {
		kept, err := readToken(settings.places.server("token"))
		if err == nil {
			text = kept
		} else if founds && errors.Is(err, os.ErrNotExist) {
			text = randomHex(16)
		} else {
			return token{}, errors.New("--token is required to join a cluster")
		}
	}
	return parseToken(text, "server")
}

func (settings settings) agentToken(server token) (token, error) {
	text, err := settings.secretOf("agent-token")
	if err != nil {
		return token{}, err
	}
	if text == "" {
		return token{server.hash, "node", server.secret}, nil
	}
	return parseToken(text, "node")
}

// tokens are the secrets of servers and agents as they are now.
func (access *access) tokens() (server, agent string) {
	access.mutex.Lock()
	defer access.mutex.Unlock()
	return access.server, access.agent
}
