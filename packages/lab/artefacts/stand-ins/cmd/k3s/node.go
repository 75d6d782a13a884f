package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const containerdSocket = "/run/k3s/containerd/containerd.sock"

// startNode runs what a node needs for its pods: containerd, the kubelet, kube-proxy, and the pod network.
func (settings settings) startNode(ctx context.Context, children *children, server *peer) error {
	var config configAnswer
	err := wait(ctx, 2*time.Second, "the node's certificates", func(ctx context.Context) (err error) {
		if config, err = server.config(ctx); err != nil {
			return err
		}
		return settings.certify(ctx, server)
	})
	if err != nil {
		return err
	}
	api := "https://127.0.0.1:" + settings.value("lb-server-port", "6444")
	if settings.isServer {
		api = "https://" + hostPort("127.0.0.1", settings.port)
	}
	at := settings.places
	for file, name := range map[string]string{
		"kubelet": "client-kubelet", "kubeproxy": "client-kube-proxy", "k3scontroller": "client-k3s-controller",
	} {
		text := kubeconfig(api, at.agent("server-ca.crt"), at.agent(name+".crt"), at.agent(name+".key"))
		if err := writeFile(at.agent(file+".kubeconfig"), text, 0o600); err != nil {
			return err
		}
	}
	if err := settings.startContainerd(ctx, children); err != nil {
		return err
	}
	kubelet, err := settings.kubeletWords(config.Critical)
	if err != nil {
		return err
	}
	if err := children.start(program{name: "kubelet", words: kubelet}); err != nil {
		return err
	}
	if config.KubeProxy {
		words := settings.proxyWords(config.Critical["cluster-cidr"])
		if err := children.start(program{name: "kube-proxy", words: words}); err != nil {
			return err
		}
	}
	if !config.Flannel {
		return nil
	}
	return settings.startFlannel(children, config.Critical)
}

func (settings settings) startContainerd(ctx context.Context, children *children) error {
	at := settings.places
	if isThere("/etc/rancher/k3s/registries.yaml") {
		warn("the stand-in of k3s does nothing about /etc/rancher/k3s/registries.yaml")
	}
	config := fmt.Sprintf(`version = 2
root = %q
state = "/run/k3s/containerd"
oom_score = 0

[grpc]
address = %q

[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "docker.io/library/pause:latest"
# It is in a container itself.
disable_apparmor = true
restrict_oom_score_adj = true

[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = %q
conf_dir = %q

[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = %q

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
`, at.agent("containerd"), containerdSocket, settings.cniFolder(), at.agent("etc/cni/net.d"),
		settings.value("snapshotter", "overlayfs"))
	file := at.agent("etc/containerd/config.toml")
	if err := writeFile(file, []byte(config), 0o644); err != nil {
		return err
	}
	if err := children.start(program{name: "containerd", words: []string{"--config", file, "--log-level=warn"}}); err != nil {
		return err
	}
	ctr := func(words ...string) *exec.Cmd {
		words = append([]string{"--address", containerdSocket, "--namespace", "k8s.io"}, words...)
		return exec.CommandContext(ctx, beside("ctr"), words...)
	}
	err := wait(ctx, time.Second, "containerd", func(context.Context) error { return ctr("version").Run() })
	if err != nil {
		return err
	}
	for _, folder := range []string{settings.imagesFolder(), at.agent("images")} {
		archives, _ := filepath.Glob(filepath.Join(folder, "*.tar"))
		for _, archive := range archives {
			info("Importing images from %s", archive)
			if said, err := ctr("images", "import", archive).CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w: %s", archive, err, said)
			}
		}
	}
	return nil
}

// What k3s has in itself lies beside this program, as the lab lays it: bin, cni, images.
func (settings settings) cniFolder() string {
	return filepath.Join(filepath.Dir(beside("kubelet")), "../cni")
}
func (settings settings) imagesFolder() string {
	return filepath.Join(filepath.Dir(beside("kubelet")), "../images")
}

// kubeletWords writes the kubelet's configuration, and says its flags.
func (settings settings) kubeletWords(cluster map[string]string) ([]string, error) {
	at := settings.places
	configuration := object{
		"apiVersion": "kubelet.config.k8s.io/v1beta1",
		"kind":       "KubeletConfiguration",
		"authentication": object{
			"anonymous": object{"enabled": false},
			"webhook":   object{"enabled": true},
			"x509":      object{"clientCAFile": at.agent("client-ca.crt")},
		},
		"authorization":            object{"mode": "Webhook"},
		"clusterDNS":               strings.Split(cluster["cluster-dns"], ","),
		"clusterDomain":            cluster["cluster-domain"],
		"containerRuntimeEndpoint": "unix://" + containerdSocket,
		"healthzBindAddress":       "127.0.0.1",
		"providerID":               "k3s://" + settings.nodeName,
		"serializeImagePulls":      false,
		"staticPodPath":            at.agent("pod-manifests"),
		"tlsCertFile":              at.agent("serving-kubelet.crt"),
		"tlsPrivateKeyFile":        at.agent("serving-kubelet.key"),
		// A host of the lab is a container: its control groups are the machine's.
		"cgroupDriver":           "cgroupfs",
		"enforceNodeAllocatable": []string{},
		"failCgroupV1":           false,
		"failSwapOn":             false,
	}
	if resolve := settings.value("resolv-conf", ""); resolve != "" {
		configuration["resolvConf"] = resolve
	}
	text, err := json.MarshalIndent(configuration, "", "  ")
	if err != nil {
		return nil, err
	}
	folder := at.agent("etc/kubelet.conf.d")
	if err := os.MkdirAll(at.agent("pod-manifests"), 0o700); err != nil {
		return nil, err
	}
	if err := writeFile(filepath.Join(folder, "00-k3s-defaults.conf"), text, 0o600); err != nil {
		return nil, err
	}
	arguments, err := settings.kubeletArguments(filepath.Join(folder, "10-cli-config.conf"))
	if err != nil {
		return nil, err
	}
	labels := append([]string{"node.kubernetes.io/instance-type=k3s"}, settings.list("node-label")...)
	words := []string{
		"--config-dir=" + folder,
		"--hostname-override=" + settings.nodeName,
		"--kubeconfig=" + at.agent("kubelet.kubeconfig"),
		"--node-ip=" + strings.Join(settings.addresses, ","),
		"--node-labels=" + strings.Join(labels, ","),
	}
	if taints := settings.list("node-taint"); len(taints) > 0 {
		words = append(words, "--register-with-taints="+strings.Join(taints, ","))
	}
	return withArguments(words, arguments), nil
}

// kubeletArguments are the user's, without the file of `config`, which is put over ours.
func (settings settings) kubeletArguments(target string) (kept []string, err error) {
	_ = os.Remove(target)
	for _, argument := range settings.whole("kubelet-arg") {
		path, isConfig := strings.CutPrefix(argument, "config=")
		if !isConfig {
			kept = append(kept, argument)
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if err := writeFile(target, text, 0o600); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

func (settings settings) proxyWords(clusterCIDR string) []string {
	words := []string{
		"--cluster-cidr=" + clusterCIDR,
		// Limits of connection tracking are the machine's.
		"--conntrack-max-per-core=0", "--conntrack-min=0",
		"--conntrack-tcp-timeout-close-wait=0s", "--conntrack-tcp-timeout-established=0s",
		"--healthz-bind-address=127.0.0.1",
		"--hostname-override=" + settings.nodeName,
		"--kubeconfig=" + settings.places.agent("kubeproxy.kubeconfig"),
		"--proxy-mode=iptables",
	}
	return withArguments(words, settings.whole("kube-proxy-arg"))
}

// startFlannel runs the lab's flannel, by the values of k3s.
func (settings settings) startFlannel(children *children, cluster map[string]string) error {
	at := settings.places
	network := object{"Backend": object{"Type": cluster["flannel-backend"]}}
	for _, one := range strings.Split(cluster["cluster-cidr"], ",") {
		if strings.Contains(one, ":") {
			network["EnableIPv6"], network["IPv6Network"] = true, one
		} else {
			network["EnableIPv4"], network["Network"] = true, one
		}
	}
	text, err := json.Marshal(network)
	if err != nil {
		return err
	}
	file := at.agent("etc/flannel/net-conf.json")
	plugins, err := json.MarshalIndent(object{
		"name": "cbr0", "cniVersion": "1.0.0",
		"plugins": []object{
			{"type": "flannel", "delegate": object{"bridge": "cni0", "hairpinMode": true, "forceAddress": true, "isDefaultGateway": true}},
			{"type": "portmap", "capabilities": object{"portMappings": true}},
		},
	}, "", "  ")
	if err := errors.Join(err, writeFile(file, text, 0o644),
		writeFile(at.agent("etc/cni/net.d/10-flannel.conflist"), plugins, 0o644)); err != nil {
		return err
	}
	env := []string{
		"NODE_NAME=" + settings.nodeName,
		"FLANNELD_KUBE_SUBNET_MGR=true",
		"FLANNELD_KUBECONFIG_FILE=" + at.agent("k3scontroller.kubeconfig"),
		"FLANNELD_NET_CONFIG_PATH=" + file,
		"FLANNELD_IFACE=" + settings.value("flannel-iface", ""),
	}
	// One of each family, in either order.
	for _, address := range settings.addresses {
		if strings.Contains(address, ":") {
			env = append(env, "FLANNELD_PUBLIC_IPV6="+address)
		} else {
			env = append(env, "FLANNELD_PUBLIC_IP="+address)
		}
	}
	return children.start(program{name: "flannel", env: env})
}
