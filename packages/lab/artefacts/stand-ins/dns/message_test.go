package dns

import (
	"encoding/hex"
	"net/netip"
	"testing"
)

func query(t *testing.T, text string) []byte {
	t.Helper()
	message, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

// hello.A, type A, recursion desired, id 0xabcd.
const helloA = "abcd01000001000000000000" + "0568656c6c6f" + "0141" + "00" + "0001" + "0001"

func TestParseQuestion(t *testing.T) {
	question, err := ParseQuestion(query(t, helloA))
	if err != nil || question.Name != "hello.a" || question.Type != TypeA || question.ID != 0xabcd {
		t.Errorf("%+v, %v", question, err)
	}
	for length := 0; length < len(helloA); length += 2 {
		if _, err := ParseQuestion(query(t, helloA[:length])); err == nil {
			t.Errorf("%d octets of the query are accepted", length/2)
		}
	}
}

func TestAnswer(t *testing.T) {
	question, err := ParseQuestion(query(t, helloA))
	if err != nil {
		t.Fatal(err)
	}
	addresses := []netip.Addr{netip.MustParseAddr("fd00::1"), netip.MustParseAddr("10.96.0.10")}
	asked := "0568656c6c6f" + "0141" + "00" + "0001" + "0001"
	want := "abcd8500" + "0001000100000000" + asked + "c00c" + "0001" + "0001" + "0000001e" + "0004" + "0a60000a"
	if got := hex.EncodeToString(Answer(question, Success, 30, addresses)); got != want {
		t.Errorf("%s\nand not\n%s", got, want)
	}
	want = "abcd8503" + "0001000000000000" + asked
	if got := hex.EncodeToString(Answer(question, NameError, 30, nil)); got != want {
		t.Errorf("%s\nand not\n%s", got, want)
	}
}
