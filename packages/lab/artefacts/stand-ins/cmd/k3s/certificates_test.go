package main

import (
	"testing"
	"time"
)

func TestCertificatesLastAYearOrAsLongAsTheLabSays(t *testing.T) {
	for text, wanted := range map[string]time.Duration{"": year, "90": 90 * time.Second} {
		if got, err := lifetimeOf(text); err != nil || got != wanted {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"0", "-1", "1h", "a"} {
		if got, err := lifetimeOf(text); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}
