package main

import (
	"context"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"quorate/stand-ins/kube"
)

// requestedKey is that of the certificate request that a node sends.
func requestedKey(request *http.Request) (any, error) {
	body, err := io.ReadAll(io.LimitReader(request.Body, 1<<16))
	if err != nil {
		return nil, err
	}
	if block, _ := pem.Decode(body); block != nil {
		body = block.Bytes
	}
	wanted, err := x509.ParseCertificateRequest(body)
	if err != nil {
		return nil, statusError{http.StatusBadRequest, "no certificate request: " + err.Error()}
	}
	return wanted.PublicKey, wanted.CheckSignature()
}

func signed(name string) func(*supervisor, http.ResponseWriter, *http.Request) error {
	return func(supervisor *supervisor, answer http.ResponseWriter, request *http.Request) error {
		leaf := clientLeaves[name]
		leaf.client = true
		return supervisor.answerSigned(answer, request, supervisor.trust.client, leaf)
	}
}

func (supervisor *supervisor) answerSigned(answer http.ResponseWriter, request *http.Request, by authority, leaf leaf) error {
	key, err := requestedKey(request)
	if err != nil {
		return err
	}
	made, err := by.sign(leaf, key)
	if err != nil {
		return err
	}
	_, err = answer.Write(made)
	return err
}

func (supervisor *supervisor) answerServingKubelet(answer http.ResponseWriter, request *http.Request) error {
	node, err := supervisor.nodeOf(request)
	if err != nil {
		return err
	}
	names := []string{node, "localhost", "127.0.0.1", "::1"}
	for _, one := range strings.Split(request.Header.Get("k3s-Node-IP"), ",") {
		if address := net.ParseIP(strings.TrimSpace(one)); address != nil {
			names = append(names, address.String())
		}
	}
	leaf := leaf{name: node, names: names, server: true}
	return supervisor.answerSigned(answer, request, supervisor.trust.server, leaf)
}

func (supervisor *supervisor) answerClientKubelet(answer http.ResponseWriter, request *http.Request) error {
	node, err := supervisor.nodeOf(request)
	if err != nil {
		return err
	}
	leaf := leaf{name: "system:node:" + node, groups: []string{"system:nodes"}, client: true}
	return supervisor.answerSigned(answer, request, supervisor.trust.client, leaf)
}

// nodeOf is the node that a request names, once its password was looked at.
func (supervisor *supervisor) nodeOf(request *http.Request) (string, error) {
	node := request.Header.Get("k3s-Node-Name")
	password := request.Header.Get("k3s-Node-Password")
	if node == "" || password == "" {
		return "", statusError{http.StatusBadRequest, "k3s-Node-Name and k3s-Node-Password have to be there"}
	}
	if user := supervisor.access.userOf(request); user != nil && strings.HasPrefix(user.Subject.CommonName, "system:node:") &&
		user.Subject.CommonName != "system:node:"+node {
		return "", statusError{http.StatusForbidden, "the certificate is another node's"}
	}
	if !supervisor.ready.Load() {
		return "", statusError{http.StatusServiceUnavailable, "apiserver not ready"}
	}
	return node, supervisor.api.checkPassword(request.Context(), node, password)
}

// errPassword is told to a node whose password is another than the first one of that name.
var errPassword = statusError{http.StatusForbidden, "hash does not match"}

func passwordSecret(node string) string { return node + ".node-password.k3s" }

// checkPassword compares a node's password with the one that it came with first. k3s hashes by scrypt, this by what
// the standard library has: nobody reads it but this.
func (api *api) checkPassword(ctx context.Context, node, password string) error {
	path := "/api/v1/namespaces/kube-system/secrets"
	var secret struct {
		Data struct {
			Hash []byte `json:"hash"`
		} `json:"data"`
	}
	err := api.Get(ctx, path+"/"+passwordSecret(node), &secret)
	if kube.HasCode(err, http.StatusNotFound) {
		info("Creating the node password secret of %s", node)
		hash, failure := passwordHash(password, randomHex(8))
		if failure != nil {
			return failure
		}
		return api.Do(ctx, http.MethodPost, path, "application/json", object{
			"metadata":   object{"name": passwordSecret(node), "namespace": "kube-system"},
			"type":       "k3s.cattle.io/node-password",
			"immutable":  true,
			"stringData": object{"hash": hash},
		}, nil)
	}
	if err != nil {
		return err
	}
	kept := string(secret.Data.Hash)
	parts := strings.Split(kept, "$")
	if len(parts) != 3 {
		return errors.New("the node password secret of " + node + " can't be read")
	}
	hash, err := passwordHash(password, parts[1])
	if err != nil {
		return err
	}
	if hash != kept {
		return errPassword
	}
	return nil
}

func passwordHash(password, salt string) (string, error) {
	key, err := pbkdf2.Key(sha256.New, password, []byte(salt), 100_000, 32)
	return fmt.Sprintf("$%s$%s", salt, hex.EncodeToString(key)), err
}
