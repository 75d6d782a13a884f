package main

import (
	"strings"
	"testing"
)

func TestEncryptionStatus(t *testing.T) {
	at := places{t.TempDir()}
	if said := encryptionStatus(at); !strings.HasPrefix(said, "Encryption Status: Disabled") {
		t.Error(said)
	}
	if err := writeFile(at.server("cred/encryption-config.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if said := encryptionStatus(at); said != "Encryption Status: Enabled" {
		t.Error(said)
	}
}
