package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// orphanPatience is how long the password of a node is kept that is not there.
const orphanPatience = 10 * time.Minute

type secretObject struct {
	Metadata struct {
		Name              string    `json:"name"`
		CreationTimestamp time.Time `json:"creationTimestamp"`
		OwnerReferences   []object  `json:"ownerReferences"`
	} `json:"metadata"`
}

// ownPasswords makes each node the owner of its password, which goes with it; an orphan goes after a while.
func (api *api) ownPasswords(ctx context.Context, nodes []nodeObject) error {
	path := "/api/v1/namespaces/kube-system/secrets"
	var list struct {
		Items []secretObject `json:"items"`
	}
	if err := api.Get(ctx, path+"?fieldSelector=type%3Dk3s.cattle.io%2Fnode-password", &list); err != nil {
		return err
	}
	ids := map[string]string{}
	for _, node := range nodes {
		ids[passwordSecret(node.Metadata.Name)] = node.Metadata.UID
	}
	for _, secret := range list.Items {
		name := secret.Metadata.Name
		id, there := ids[name]
		switch {
		case there && len(secret.Metadata.OwnerReferences) == 0:
			owner := object{"apiVersion": "v1", "kind": "Node", "name": strings.TrimSuffix(name, ".node-password.k3s"), "uid": id}
			body := object{"metadata": object{"ownerReferences": []object{owner}}}
			if err := api.Do(ctx, http.MethodPatch, path+"/"+name, mergePatch, body, nil); err != nil {
				return err
			}
		case !there && time.Since(secret.Metadata.CreationTimestamp) > orphanPatience:
			if err := api.Do(ctx, http.MethodDelete, path+"/"+name, "", nil, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// nodeArguments is the command line with what the files say, as k3s writes it on its Node: each value a word of its
// own, and without secrets.
func nodeArguments(words []string) string {
	shown := []string{}
	masked := false
	for _, word := range words {
		name, value, joined := strings.Cut(word, "=")
		if masked {
			name, joined = "********", false
		}
		masked = name == "--token" || name == "--agent-token" || name == "-t"
		if !strings.HasPrefix(name, "--") || !joined {
			shown = append(shown, word)
			if name == "********" {
				shown[len(shown)-1] = name
			}
			continue
		}
		if masked {
			value, masked = "********", false
		}
		shown = append(shown, name, value)
	}
	text, err := json.Marshal(shown)
	if err != nil {
		return "[]"
	}
	return string(text)
}
