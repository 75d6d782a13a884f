package main

import (
	"encoding/hex"
	"encoding/json"
	"testing"
)

func question(name ...string) []byte {
	message, _ := hex.DecodeString("000101000001000000000000")
	for _, label := range name {
		message = append(append(message, byte(len(label))), label...)
	}
	return append(message, 0, 0, 1, 0, 1)
}

func TestAnswers(t *testing.T) {
	known := &names{domain: "cluster.local"}
	if known.ready() {
		t.Error("ready before any Service was read")
	}
	var services serviceList
	text := `{"items": [
		{"metadata": {"name": "kubernetes", "namespace": "default"}, "spec": {"clusterIP": "10.96.0.1"}},
		{"metadata": {"name": "bare", "namespace": "default"}, "spec": {"clusterIP": "None"}}]}`
	if err := json.Unmarshal([]byte(text), &services); err != nil {
		t.Fatal(err)
	}
	known.set(services)
	resolver := resolver{names: known}
	for _, one := range []struct {
		name    []string
		code    byte
		answers byte
	}{
		{[]string{"kubernetes", "default", "svc", "cluster", "local"}, 0, 1},
		{[]string{"Kubernetes", "default", "svc", "Cluster", "local"}, 0, 1},
		{[]string{"bare", "default", "svc", "cluster", "local"}, 0, 0},
		{[]string{"other", "default", "svc", "cluster", "local"}, 3, 0},
		{[]string{"elsewhere", "example"}, 2, 0},
	} {
		answer := resolver.answer(question(one.name...))
		if answer[3]&0x0f != one.code || answer[7] != one.answers {
			t.Errorf("%v: code %d, %d answers", one.name, answer[3]&0x0f, answer[7])
		}
	}
	if resolver.answer([]byte("nonsense")) != nil {
		t.Error("what is no query is answered")
	}
}
