package main

import "encoding/json"

type object = map[string]any

// kubeconfig names its files. It is JSON, which is YAML too.
func kubeconfig(server, authority, certificate, key string) []byte {
	return kubeconfigOf(
		object{"server": server, "certificate-authority": authority},
		object{"client-certificate": certificate, "client-key": key},
	)
}

// embeddedKubeconfig holds them.
func embeddedKubeconfig(server string, authority, certificate, key []byte) []byte {
	return kubeconfigOf(
		object{"server": server, "certificate-authority-data": authority},
		object{"client-certificate-data": certificate, "client-key-data": key},
	)
}

func kubeconfigOf(cluster, user object) []byte {
	text, err := json.MarshalIndent(object{
		"apiVersion":      "v1",
		"kind":            "Config",
		"clusters":        []object{{"name": "default", "cluster": cluster}},
		"users":           []object{{"name": "default", "user": user}},
		"contexts":        []object{{"name": "default", "context": object{"cluster": "default", "user": "default"}}},
		"current-context": "default",
	}, "", "  ")
	if err != nil {
		panic(err)
	}
	return append(text, '\n')
}
