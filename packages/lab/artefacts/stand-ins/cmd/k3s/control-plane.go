package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// The apiserver is at the port of k3s itself, since that is what it writes into the Service `kubernetes`, and at an
// address that nobody asks: what comes to any other goes to the listener in front of it.
const apiserverAddress = "127.0.0.64"

// apiserverWords are the flags of kube-apiserver, as k3s gives them.
func (settings settings) apiserverWords() []string {
	at := settings.places
	issuer := "https://kubernetes.default.svc." + settings.domain
	words := []string{
		"--advertise-address=" + settings.addresses[0],
		"--allow-privileged=true",
		"--api-audiences=" + issuer + ",k3s",
		"--authorization-mode=Node,RBAC",
		"--bind-address=" + apiserverAddress,
		"--permit-port-sharing=true",
		"--secure-port=" + settings.port,
		"--cert-dir=" + at.tls("temporary-certs"),
		"--client-ca-file=" + at.tls("client-ca.crt"),
		"--enable-admission-plugins=NodeRestriction",
		"--enable-aggregator-routing=true",
		"--enable-bootstrap-token-auth=true",
		"--etcd-servers=" + localEtcd,
		"--etcd-cafile=" + at.tls("etcd/server-ca.crt"),
		"--etcd-certfile=" + at.tls("etcd/client.crt"),
		"--etcd-keyfile=" + at.tls("etcd/client.key"),
		"--kubelet-certificate-authority=" + at.tls("server-ca.crt"),
		"--kubelet-client-certificate=" + at.tls("client-kube-apiserver.crt"),
		"--kubelet-client-key=" + at.tls("client-kube-apiserver.key"),
		"--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
		"--profiling=false",
		"--proxy-client-cert-file=" + at.tls("client-auth-proxy.crt"),
		"--proxy-client-key-file=" + at.tls("client-auth-proxy.key"),
		"--requestheader-allowed-names=system:auth-proxy",
		"--requestheader-client-ca-file=" + at.tls("request-header-ca.crt"),
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--requestheader-group-headers=X-Remote-Group",
		"--requestheader-username-headers=X-Remote-User",
		"--service-account-issuer=" + issuer,
		"--service-account-key-file=" + at.tls("service.key"),
		"--service-account-signing-key-file=" + at.tls("service.key"),
		"--service-cluster-ip-range=" + settings.serviceCIDR,
		"--service-node-port-range=" + settings.value("service-node-port-range", "30000-32767"),
		"--storage-backend=etcd3",
		"--tls-cert-file=" + at.tls("serving-kube-apiserver.crt"),
		"--tls-private-key-file=" + at.tls("serving-kube-apiserver.key"),
	}
	if settings.on("secrets-encryption") {
		words = append(words,
			"--encryption-provider-config="+at.server("cred/encryption-config.json"),
			"--encryption-provider-config-automatic-reload=true")
	}
	own := settings.whole("kube-apiserver-arg")
	// Who may ask without a name is the file's to say.
	if !hasArgument(own, "authentication-config") && !hasArgument(own, "anonymous-auth") {
		words = append(words, "--anonymous-auth=false")
	}
	return withArguments(words, own)
}

func (settings settings) controllerWords() []string {
	at := settings.places
	signing := func(of, ca string) []string {
		return []string{
			"--cluster-signing-" + of + "-cert-file=" + at.tls(ca+".nochain.crt"),
			"--cluster-signing-" + of + "-key-file=" + at.tls(ca+".key"),
		}
	}
	kubeconfig := at.server("cred/controller.kubeconfig")
	words := []string{
		"--allocate-node-cidrs=true",
		"--authentication-kubeconfig=" + kubeconfig,
		"--authorization-kubeconfig=" + kubeconfig,
		"--kubeconfig=" + kubeconfig,
		"--bind-address=127.0.0.1",
		"--secure-port=10257",
		"--cluster-cidr=" + settings.clusterCIDR,
		"--service-cluster-ip-range=" + settings.serviceCIDR,
		"--controllers=*,tokencleaner",
		"--profiling=false",
		"--root-ca-file=" + at.tls("server-ca.crt"),
		"--service-account-private-key-file=" + at.tls("service.key"),
		"--use-service-account-credentials=true",
	}
	words = append(words, signing("kube-apiserver-client", "client-ca")...)
	words = append(words, signing("kubelet-client", "client-ca")...)
	words = append(words, signing("kubelet-serving", "server-ca")...)
	words = append(words, signing("legacy-unknown", "server-ca")...)
	return withArguments(words, settings.whole("kube-controller-manager-arg"))
}

func (settings settings) schedulerWords() []string {
	kubeconfig := settings.places.server("cred/scheduler.kubeconfig")
	words := []string{
		"--authentication-kubeconfig=" + kubeconfig,
		"--authorization-kubeconfig=" + kubeconfig,
		"--kubeconfig=" + kubeconfig,
		"--bind-address=127.0.0.1",
		"--secure-port=10259",
		"--profiling=false",
	}
	return withArguments(words, settings.whole("kube-scheduler-arg"))
}

// withArguments puts the user's arguments in the place of ours of the same name.
func withArguments(words, arguments []string) []string {
	var kept []string
	for _, word := range words {
		name, _, _ := strings.Cut(strings.TrimPrefix(word, "--"), "=")
		if !hasArgument(arguments, name) {
			kept = append(kept, word)
		}
	}
	for _, argument := range arguments {
		kept = append(kept, "--"+strings.TrimPrefix(argument, "--"))
	}
	return kept
}

func hasArgument(arguments []string, name string) bool {
	for _, argument := range arguments {
		if found, _, _ := strings.Cut(strings.TrimPrefix(argument, "--"), "="); found == name {
			return true
		}
	}
	return false
}

// encryptionProviders are k3s' of secrets-encryption-provider.
var encryptionProviders = map[string]bool{"aescbc": true, "secretbox": true}

// foundEncryption makes the key that Secrets are encrypted with; the others are given it.
func (settings settings) foundEncryption() error {
	path := settings.places.server("cred/encryption-config.json")
	provider := settings.value("secrets-encryption-provider", "aescbc")
	if !settings.on("secrets-encryption") || isThere(path) {
		return nil
	}
	if !encryptionProviders[provider] {
		return fmt.Errorf("secrets-encryption-provider: %s is none", provider)
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret)
	key := object{"name": provider + "key", "secret": base64.StdEncoding.EncodeToString(secret)}
	text, err := json.Marshal(object{
		"kind":       "EncryptionConfiguration",
		"apiVersion": "apiserver.config.k8s.io/v1",
		"resources": []object{{
			"resources": []string{"secrets"},
			"providers": []object{{provider: object{"keys": []object{key}}}, {"identity": object{}}},
		}},
	})
	if err != nil {
		return err
	}
	return writeFile(path, text, 0o600)
}

// startApiserver runs the apiserver; startControllers what needs it.
func (settings settings) startApiserver(children *children) error {
	if err := os.MkdirAll(settings.places.tls("temporary-certs"), 0o700); err != nil {
		return err
	}
	return children.start(program{name: "kube-apiserver", words: settings.apiserverWords()})
}

func (settings settings) startControllers(children *children) error {
	controllers := program{name: "kube-controller-manager", words: settings.controllerWords(), again: true}
	if err := children.start(controllers); err != nil {
		return err
	}
	return children.start(program{name: "kube-scheduler", words: settings.schedulerWords(), again: true})
}
