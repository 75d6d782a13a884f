package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
)

// tellNode sets what k3s sets on the Node of its own server.
func (supervisor *supervisor) tellNode(ctx context.Context, nodes []nodeObject, members []*etcdserverpb.Member, name string) error {
	index := slices.IndexFunc(nodes, func(node nodeObject) bool { return node.Metadata.Name == supervisor.nodeName })
	if index < 0 || nodes[index].Metadata.DeletionTimestamp != "" {
		return nil
	}
	node := nodes[index]
	labels := map[string]string{"node-role.kubernetes.io/control-plane": "true"}
	annotations := map[string]string{
		"k3s.io/hostname":    supervisor.nodeName,
		"k3s.io/internal-ip": strings.Join(supervisor.addresses, ","),
		"k3s.io/node-args":   nodeArguments(supervisor.commandLine()),
		"k3s.io/node-env":    "{}",
	}
	metadata := object{}
	isRemoved := node.Metadata.Annotations[removeAnnotation] == "true" || node.Metadata.Annotations[removedAnnotation] == name
	if name != "" && !isRemoved {
		labels["node-role.kubernetes.io/etcd"] = "true"
		annotations[nameAnnotation] = name
		annotations[addressAnnotation] = supervisor.addresses[0]
		if !slices.Contains(node.Metadata.Finalizers, etcdFinalizer) {
			metadata["finalizers"] = append(slices.Clone(node.Metadata.Finalizers), etcdFinalizer)
			metadata["resourceVersion"] = node.Metadata.ResourceVersion
		}
	}
	metadata["labels"], metadata["annotations"] = labels, annotations
	if node.Metadata.Annotations[removedAnnotation] != "" && !isRemoved {
		// It has joined once more, by another name.
		metadata["annotations"] = merge(annotations, removedAnnotation)
	}
	if !has(node.Metadata.Labels, labels) || !has(node.Metadata.Annotations, annotations) || metadata["finalizers"] != nil {
		if err := supervisor.api.patchNode(ctx, node.Metadata.Name, metadata); err != nil {
			return err
		}
	}
	if name == "" {
		return nil
	}
	return supervisor.api.setCondition(ctx, node, voterCondition(members, name))
}

func merge(annotations map[string]string, gone string) object {
	all := object{gone: nil}
	for name, value := range annotations {
		all[name] = value
	}
	return all
}

func has(all, some map[string]string) bool {
	for name, value := range some {
		if all[name] != value {
			return false
		}
	}
	return true
}

// voterCondition is EtcdIsVoter as the members' list has it.
func voterCondition(members []*etcdserverpb.Member, name string) condition {
	for _, one := range members {
		if one.Name != name {
			continue
		}
		if one.IsLearner {
			return condition{"EtcdIsVoter", "False", "MemberIsLearner"}
		}
		return condition{"EtcdIsVoter", "True", "MemberNotLearner"}
	}
	return condition{"EtcdIsVoter", "False", "NotAMember"}
}

func (api *api) setCondition(ctx context.Context, node nodeObject, wanted condition) error {
	if slices.Contains(node.Status.Conditions, wanted) {
		return nil
	}
	now := time.Now().UTC().Format(time.RFC3339)
	return api.Do(ctx, http.MethodPatch, "/api/v1/nodes/"+node.Metadata.Name+"/status",
		"application/strategic-merge-patch+json", object{"status": object{"conditions": []object{{
			"type": wanted.Type, "status": wanted.Status, "reason": wanted.Reason,
			"message": "of etcd's list of members", "lastHeartbeatTime": now, "lastTransitionTime": now,
		}}}}, nil)
}
