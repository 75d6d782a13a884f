package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed coredns.yaml
var corednsManifest string

//go:embed rolebindings.yaml
var rolebindingsManifest string

// packaged are the parts that k3s brings; those that the stand-in does not have are said.
var packaged = []string{"traefik", "local-storage", "metrics-server", "servicelb"}

// applyAddons keeps the cluster at what is in server/manifests: its own files there, and the user's.
func (supervisor *supervisor) applyAddons(ctx context.Context) {
	for _, name := range packaged {
		if !supervisor.isDisabled(name) {
			warn("the stand-in of k3s does not bring %s", name)
		}
	}
	applied := map[string]time.Time{}
	for ctx.Err() == nil {
		if err := supervisor.writeManifests(ctx); err != nil {
			info("AddOns: %v", err)
		}
		files, _ := filepath.Glob(supervisor.places.server("manifests/*.y*ml"))
		more, _ := filepath.Glob(supervisor.places.server("manifests/*.json"))
		for _, file := range append(files, more...) {
			stat, err := os.Stat(file)
			if err != nil {
				// As with k3s: one link that leads nowhere is the end of it for all of them.
				warn("AddOns: %v", err)
				break
			}
			if applied[file].Equal(stat.ModTime()) {
				continue
			}
			kubeconfig := supervisor.places.server("cred/supervisor.kubeconfig")
			command := exec.CommandContext(ctx, beside("kubectl"), "--kubeconfig", kubeconfig, "apply",
				"--server-side", "--force-conflicts", "--field-manager=deploy@"+supervisor.nodeName, "--filename", file)
			if said, err := command.CombinedOutput(); err != nil {
				info("AddOns: %s: %s", file, bytes.TrimSpace(said))
				continue
			}
			info("Applied manifest %s", file)
			applied[file] = stat.ModTime()
		}
		select {
		case <-ctx.Done():
		case <-time.After(5 * time.Second):
		}
	}
}

// writeManifests writes those of the stand-in's own that are not there yet as they are to be.
func (supervisor *supervisor) writeManifests(ctx context.Context) error {
	manifests := map[string]string{"rolebindings.yaml": rolebindingsManifest}
	if !supervisor.isDisabled("coredns") {
		image, err := corednsImage(ctx)
		if err != nil {
			return err
		}
		manifests["coredns.yaml"] = strings.NewReplacer(
			"%{IMAGE}%", image,
			"%{CLUSTER_DNS}%", strings.Split(supervisor.clusterDNS, ",")[0],
			"%{CLUSTER_DOMAIN}%", supervisor.domain,
		).Replace(corednsManifest)
	}
	for name, text := range manifests {
		path := supervisor.places.server("manifests/" + name)
		if old, err := os.ReadFile(path); err == nil && string(old) == text {
			continue
		}
		if err := writeFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// corednsImage is the one that was imported.
func corednsImage(ctx context.Context) (string, error) {
	said, err := exec.CommandContext(ctx, beside("ctr"), "--address", containerdSocket, "--namespace", "k8s.io", "images", "ls", "-q").Output()
	if err != nil {
		return "", fmt.Errorf("containerd does not tell its images: %w", err)
	}
	for _, name := range strings.Fields(string(said)) {
		if strings.Contains(name, "coredns") && !strings.Contains(name, "@") && !strings.HasPrefix(name, "sha256:") {
			return name, nil
		}
	}
	return "", notDone("bring an image of CoreDNS: the lab's is missing")
}
