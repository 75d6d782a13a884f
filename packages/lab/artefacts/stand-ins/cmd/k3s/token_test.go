package main

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"strings"
	"testing"
	"time"
)

func TestParseToken(t *testing.T) {
	hash := strings.Repeat("ab", 32)
	for text, want := range map[string]token{
		"secret":                              {"", "server", "secret"},
		"K10" + hash + "::node:secret\n":      {hash, "node", "secret"},
		"K10" + hash + "::server:with:colons": {hash, "server", "with:colons"},
	} {
		if got, err := parseToken(text, "server"); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", " \n", "K10abc::server:x", "K10" + hash, "abcdef.0123456789abcdef"} {
		if got, err := parseToken(text, "server"); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// One certificate: of the file's bytes. More: of the root that the first one verifies to, else of the bytes again.
func TestHash(t *testing.T) {
	alone, _, err := selfSigned("alone")
	if err != nil {
		t.Fatal(err)
	}
	if hashOf(alone) != hexSum(alone) {
		t.Error("one certificate")
	}
	root, rootKey := testCA(t, nil, nil, nil)
	between, _ := testCA(t, root, rootKey, nil)
	chain := append(certificateText(between.Raw), certificateText(root.Raw)...)
	if hashOf(chain) != hexSum(root.Raw) {
		t.Error("a chain")
	}
	other, _ := testCA(t, nil, nil, nil)
	wrong := append(certificateText(between.Raw), certificateText(other.Raw)...)
	if hashOf(wrong) != hexSum(wrong) {
		t.Error("a chain that does not verify")
	}
	client, _ := testCA(t, root, rootKey, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth})
	narrow := append(certificateText(client.Raw), certificateText(root.Raw)...)
	if hashOf(narrow) != hexSum(narrow) {
		t.Error("a chain that is not for servers")
	}
}

func testCA(t *testing.T, parent *x509.Certificate, parentKey any, usages []x509.ExtKeyUsage) (*x509.Certificate, any) {
	t.Helper()
	key := newKey()
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: randomHex(4)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true, ExtKeyUsage: usages,
	}
	if parent == nil {
		parent, parentKey = template, key
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), parentKey)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return made, key
}
