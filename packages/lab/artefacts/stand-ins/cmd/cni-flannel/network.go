package main

import (
	"fmt"
	"net/netip"
)

// maskedNetwork is the network of an address with a prefix length, as text.
func maskedNetwork(text string) (string, error) {
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return "", fmt.Errorf("the pod network: %w", err)
	}
	return prefix.Masked().String(), nil
}
