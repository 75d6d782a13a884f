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
		{"metadata": {"name": "bare", "namespace": "default"}, "spec": {"clusterIP": "None"}},
		{"metadata": {"name": "headless", "namespace": "default"}, "spec": {"clusterIP": "None", "clusterIPs": ["None"]}},
		{"metadata": {"name": "elsewhere", "namespace": "default"}, "spec": {"type": "ExternalName"}}]}`
	if err := json.Unmarshal([]byte(text), &services); err != nil {
		t.Fatal(err)
	}
	var slices sliceList
	text = `{"items": [
		{"metadata": {"name": "headless-a", "namespace": "default", "labels": {"kubernetes.io/service-name": "headless"}},
			"addressType": "IPv4", "endpoints": [
			{"addresses": ["10.244.0.2"], "conditions": {"ready": true}},
			{"addresses": ["10.244.1.2"], "conditions": {}},
			{"addresses": ["10.244.2.2"], "conditions": {"ready": false}}]},
		{"metadata": {"name": "headless-b", "namespace": "default", "labels": {"kubernetes.io/service-name": "headless"}},
			"addressType": "IPv6", "endpoints": [{"addresses": ["fd00::2"], "conditions": {"ready": true}}]},
		{"metadata": {"name": "kubernetes", "namespace": "default", "labels": {"kubernetes.io/service-name": "kubernetes"}},
			"addressType": "IPv4", "endpoints": [{"addresses": ["10.0.0.11"], "conditions": {"ready": true}}]},
		{"metadata": {"name": "other-a", "namespace": "other", "labels": {"kubernetes.io/service-name": "headless"}},
			"addressType": "IPv4", "endpoints": [{"addresses": ["10.244.9.9"], "conditions": {"ready": true}}]}]}`
	if err := json.Unmarshal([]byte(text), &slices); err != nil {
		t.Fatal(err)
	}
	known.set(services, slices)
	resolver := resolver{names: known}
	for _, one := range []struct {
		name    []string
		code    byte
		answers byte
	}{
		{[]string{"kubernetes", "default", "svc", "cluster", "local"}, 0, 1},
		{[]string{"Kubernetes", "default", "svc", "Cluster", "local"}, 0, 1},
		{[]string{"bare", "default", "svc", "cluster", "local"}, 0, 0},
		{[]string{"headless", "default", "svc", "cluster", "local"}, 0, 2},
		{[]string{"elsewhere", "default", "svc", "cluster", "local"}, 0, 0},
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
