package main

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"regexp"
	"strings"
	"time"
)

// token as k3s has it: K10, the hash of the CA, who, and the secret. The short form is the secret alone.
type token struct {
	hash, user, secret string
}

var (
	fullToken = regexp.MustCompile(`^K10([0-9a-f]{64})::(?:([^:]+):)?(.+)$`)
	bootToken = regexp.MustCompile(`^[a-z0-9]{6}\.[a-z0-9]{16}$`)
)

func parseToken(text, user string) (token, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return token{}, errors.New("the token is empty")
	}
	if !strings.HasPrefix(text, "K10") {
		if bootToken.MatchString(text) {
			return token{}, notDone("know bootstrap tokens")
		}
		return token{"", user, text}, nil
	}
	parts := fullToken.FindStringSubmatch(text)
	if parts == nil {
		return token{}, errors.New("invalid token format")
	}
	if parts[2] != "" {
		user = parts[2]
	}
	return token{parts[1], user, parts[3]}, nil
}

func (token token) full(cacerts []byte) string {
	return "K10" + hashOf(cacerts) + "::" + token.user + ":" + token.secret
}

// hashOf is the hash of what /cacerts answers: of the file's bytes where it is one certificate, else of the root to
// which the first one verifies.
func hashOf(cacerts []byte) string {
	chain := certificatesIn(cacerts)
	if len(chain) > 1 {
		if root := rootOf(chain); root != nil {
			return hexSum(root.Raw)
		}
	}
	return hexSum(cacerts)
}

func rootOf(chain []*x509.Certificate) *x509.Certificate {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, one := range chain {
		if len(one.AuthorityKeyId) == 0 || string(one.AuthorityKeyId) == string(one.SubjectKeyId) {
			roots.AddCert(one)
		} else {
			between.AddCert(one)
		}
	}
	found, err := chain[0].Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: time.Now(),
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	if err != nil || len(found) == 0 {
		return nil
	}
	return found[0][len(found[0])-1]
}

func certificatesIn(text []byte) (all []*x509.Certificate) {
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return all
		}
		if one, err := x509.ParseCertificate(block.Bytes); err == nil {
			all = append(all, one)
		}
	}
}

func hexSum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func randomHex(bytes int) string {
	text := make([]byte, bytes)
	_, _ = rand.Read(text)
	return hex.EncodeToString(text)
}
