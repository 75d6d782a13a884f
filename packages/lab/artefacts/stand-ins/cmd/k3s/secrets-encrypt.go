package main

import "fmt"

// encryptCommand says whether Secrets are encrypted, as a server of this host has it; it changes nothing of that.
func encryptCommand(words []string) int {
	if len(words) != 1 || words[0] != "status" {
		return failed(notDone("know `k3s secrets-encrypt %s`", words))
	}
	fmt.Println(encryptionStatus(places{"/var/lib/rancher/k3s"}))
	return 0
}

// encryptionStatus is the first line of k3s' own answer.
func encryptionStatus(at places) string {
	if isThere(at.server("cred/encryption-config.json")) {
		return "Encryption Status: Enabled"
	}
	return "Encryption Status: Disabled, no configuration file found"
}
