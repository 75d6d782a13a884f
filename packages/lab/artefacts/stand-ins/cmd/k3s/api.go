package main

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"

	"quorate/stand-ins/kube"
)

// api is the apiserver as the supervisor asks it.
type api struct {
	*kube.Client
}

const mergePatch = "application/merge-patch+json"

// nodeObject is what is read of a Node.
type nodeObject struct {
	Metadata struct {
		Name              string            `json:"name"`
		UID               string            `json:"uid"`
		Labels            map[string]string `json:"labels"`
		Annotations       map[string]string `json:"annotations"`
		Finalizers        []string          `json:"finalizers"`
		DeletionTimestamp string            `json:"deletionTimestamp"`
		ResourceVersion   string            `json:"resourceVersion"`
	} `json:"metadata"`
	Status struct {
		Conditions []condition `json:"conditions"`
	} `json:"status"`
}

type condition struct {
	Type   string `json:"type"`
	Status string `json:"status"`
	Reason string `json:"reason"`
}

func (api *api) nodes(ctx context.Context) ([]nodeObject, error) {
	var list struct {
		Items []nodeObject `json:"items"`
	}
	return list.Items, api.Get(ctx, "/api/v1/nodes", &list)
}

func (api *api) isReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return api.Do(ctx, http.MethodGet, "/readyz?exclude=shutdown", "", nil, nil)
}

// servers are the addresses behind the Service `kubernetes`.
func (api *api) servers(ctx context.Context) (all []string, err error) {
	var slices struct {
		Items []struct {
			Endpoints []struct {
				Addresses []string `json:"addresses"`
			} `json:"endpoints"`
			Ports []struct {
				Port int `json:"port"`
			} `json:"ports"`
		} `json:"items"`
	}
	path := "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes"
	if err := api.Get(ctx, path, &slices); err != nil {
		return nil, err
	}
	for _, slice := range slices.Items {
		for _, endpoint := range slice.Endpoints {
			for _, address := range endpoint.Addresses {
				for _, port := range slice.Ports {
					all = append(all, net.JoinHostPort(address, strconv.Itoa(port.Port)))
				}
			}
		}
	}
	return all, nil
}

func (api *api) patchNode(ctx context.Context, node string, metadata object) error {
	return api.Do(ctx, http.MethodPatch, "/api/v1/nodes/"+node, mergePatch, object{"metadata": metadata}, nil)
}
