// A stand-in for flannel's CNI plugin, which Debian's CNI plugins lack: it reads which pod network is this
// node's (/run/flannel/subnet.env) and lets the real `bridge` and `host-local` plugins do the work, with the
// `delegate` of its configuration.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

const defaultSubnetFile = "/run/flannel/subnet.env"

func main() {
	if err := run(); err != nil {
		// The form of an error that the CNI specification asks for; 100 and above are the plugin's own.
		text, _ := json.Marshal(map[string]any{"cniVersion": "0.3.1", "code": 100, "msg": err.Error()})
		fmt.Println(string(text))
		os.Exit(1)
	}
}

func run() error {
	if os.Getenv("CNI_COMMAND") == "VERSION" {
		fmt.Println(`{"cniVersion":"1.0.0","supportedVersions":["0.3.0","0.3.1","0.4.0","1.0.0"]}`)
		return nil
	}
	config, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	var own struct {
		SubnetFile string `json:"subnetFile"`
	}
	if err := json.Unmarshal(config, &own); err != nil {
		return err
	}
	if own.SubnetFile == "" {
		own.SubnetFile = defaultSubnetFile
	}
	text, err := os.ReadFile(own.SubnetFile)
	if os.IsNotExist(err) && os.Getenv("CNI_COMMAND") == "DEL" {
		// A pod must be removable also after a reboot, before flannel is back: its addresses are gone with /run.
		text, err = []byte("FLANNEL_SUBNET=0.0.0.1/30\nFLANNEL_MTU=1500\n"), nil
	}
	if err != nil {
		return err
	}
	delegated, kind, err := delegate(config, parseSubnetFile(string(text)))
	if err != nil {
		return err
	}
	return execute(kind, delegated)
}

func parseSubnetFile(text string) map[string]string {
	values := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		if name, value, found := strings.Cut(line, "="); found {
			values[name] = value
		}
	}
	return values
}

// delegate makes the configuration of the plugin that does the work.
func delegate(config []byte, subnet map[string]string) (text []byte, kind string, err error) {
	var conf map[string]any
	if err := json.Unmarshal(config, &conf); err != nil {
		return nil, "", err
	}
	delegated, _ := conf["delegate"].(map[string]any)
	if delegated == nil {
		delegated = map[string]any{}
	}
	mtu, err := strconv.Atoi(subnet["FLANNEL_MTU"])
	if err != nil {
		return nil, "", fmt.Errorf("FLANNEL_MTU: %w", err)
	}
	var ranges [][]map[string]any
	var routes []map[string]any
	for _, family := range []struct{ subnet, network string }{
		{"FLANNEL_SUBNET", "FLANNEL_NETWORK"},
		{"FLANNEL_IPV6_SUBNET", "FLANNEL_IPV6_NETWORK"},
	} {
		if value := subnet[family.subnet]; value != "" {
			network, err := maskedNetwork(value)
			if err != nil {
				return nil, "", err
			}
			ranges = append(ranges, []map[string]any{{"subnet": network}})
			if whole := subnet[family.network]; whole != "" {
				routes = append(routes, map[string]any{"dst": whole})
			}
		}
	}
	defaults := map[string]any{
		"type":             "bridge",
		"name":             conf["name"],
		"cniVersion":       conf["cniVersion"],
		"isGateway":        true,
		"isDefaultGateway": true,
		"ipMasq":           subnet["FLANNEL_IPMASQ"] != "true",
		"mtu":              mtu,
		"ipam":             map[string]any{"type": "host-local", "ranges": ranges, "routes": routes},
	}
	for name, value := range defaults {
		if _, given := delegated[name]; !given {
			delegated[name] = value
		}
	}
	// The runtime puts in here what a plugin further down the chain asks for.
	for _, name := range []string{"runtimeConfig", "prevResult"} {
		if value, given := conf[name]; given {
			delegated[name] = value
		}
	}
	text, err = json.Marshal(delegated)
	kind, _ = delegated["type"].(string)
	return text, kind, err
}

func execute(kind string, config []byte) error {
	for _, folder := range filepath.SplitList(os.Getenv("CNI_PATH")) {
		path := filepath.Join(folder, kind)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		command := exec.Command(path)
		command.Stdin = bytes.NewReader(config)
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		if err := command.Run(); err != nil {
			// The plugin has said on standard output what is wrong.
			os.Exit(1)
		}
		return nil
	}
	return fmt.Errorf("there is no plugin %q in %s", kind, os.Getenv("CNI_PATH"))
}
