package main

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"quorate/stand-ins/kube"
)

// announce tells the others at which address this node forwards packets, and the scheduler that its network is
// there, with the right that flannel has for it: to patch the status of nodes.
func announce(ctx context.Context, client *kube.Client, settings settings) error {
	annotations := map[string]string{
		annotationBackend: "host-gw",
		annotationManager: "true",
	}
	for name, text := range map[string]string{
		annotationPublicIP:   settings.publicIP,
		annotationPublicIPv6: settings.publicIPv6,
	} {
		if address, err := netip.ParseAddr(text); err == nil {
			annotations[name] = address.String()
		}
	}
	now := time.Now().UTC().Format(time.RFC3339)
	patch := map[string]any{
		"metadata": map[string]any{"annotations": annotations},
		"status": map[string]any{"conditions": []map[string]any{{
			"type":               "NetworkUnavailable",
			"status":             "False",
			"reason":             "FlannelIsUp",
			"message":            "Quorate's stand-in for flannel is running on this node",
			"lastTransitionTime": now,
			"lastHeartbeatTime":  now,
		}}},
	}
	path := "/api/v1/nodes/" + settings.node + "/status"
	return client.Do(ctx, http.MethodPatch, path, "application/strategic-merge-patch+json", patch, nil)
}
