package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestSeal(t *testing.T) {
	text := []byte("what servers share")
	sealed, err := seal(text, "secret")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, text) {
		t.Error("it can be read")
	}
	if opened, err := unseal(sealed, "secret"); err != nil || !bytes.Equal(opened, text) {
		t.Errorf("%s, %v", opened, err)
	}
	if _, err := unseal(sealed, "other"); err == nil {
		t.Error("another secret opens it")
	}
	if _, err := unseal(sealed[:20], "secret"); err == nil {
		t.Error("a part of it opens")
	}
}

// Servers that found make all CAs; those that join are given the same, as old as they are.
func TestBundle(t *testing.T) {
	one, other := places{t.TempDir()}, places{t.TempDir()}
	if err := foundTrust(one); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(one.server("cred/passwd"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	given, err := readBundle(one)
	if err != nil {
		t.Fatal(err)
	}
	if err := given.write(other); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"tls/server-ca.crt", "tls/etcd/peer-ca.key", "tls/service.key"} {
		first, _ := os.ReadFile(one.server(path))
		second, err := os.ReadFile(other.server(path))
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if newer := given.newerOn(given); len(newer) > 0 {
		t.Error(newer)
	}
	changed := other.server("tls/client-ca.crt")
	if err := os.WriteFile(changed, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	disk, err := readBundle(other)
	if err != nil {
		t.Fatal(err)
	}
	if newer := given.newerOn(disk); fmt.Sprint(newer) != "[tls/client-ca.crt]" {
		t.Error(newer)
	}
	old := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(changed, old, old); err != nil {
		t.Fatal(err)
	}
	if disk, err = readBundle(other); err != nil || len(given.newerOn(disk)) > 0 {
		t.Error("older ones are overwritten without a word")
	}
}

// A part of the CAs counts as none; all of them are taken as they are.
func TestFoundTrust(t *testing.T) {
	at := places{t.TempDir()}
	if err := foundTrust(at); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(at.tls("server-ca.crt"))
	if err := foundTrust(at); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(at.tls("server-ca.crt")); !bytes.Equal(before, after) {
		t.Error("those that were there were replaced")
	}
	if err := os.Remove(at.tls("etcd/peer-ca.key")); err != nil {
		t.Fatal(err)
	}
	if err := foundTrust(at); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(at.tls("server-ca.crt")); bytes.Equal(before, after) {
		t.Error("a part of them was taken")
	}
	if _, err := readTrust(at); err != nil {
		t.Error(err)
	}
}

func TestIssueKeeps(t *testing.T) {
	at := places{t.TempDir()}
	if err := foundTrust(at); err != nil {
		t.Fatal(err)
	}
	trust, err := readTrust(at)
	if err != nil {
		t.Fatal(err)
	}
	certificate, key := filepath.Join(at.data, "x.crt"), filepath.Join(at.data, "x.key")
	issue := func(by authority, names ...string) string {
		if err := by.issue(leaf{name: "x", names: names, server: true}, certificate, key); err != nil {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(certificate)
		return string(text)
	}
	first := issue(trust.server, "a", "10.0.0.1")
	if issue(trust.server, "a", "10.0.0.1") != first || issue(trust.server, "a") != first {
		t.Error("it was made anew")
	}
	second := issue(trust.server, "a", "b")
	if second == first || issue(trust.etcdServer, "a", "b") == second {
		t.Error("it was kept")
	}
}
