package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// Names that k3s gives nodes.
const (
	nameAnnotation    = "etcd.k3s.cattle.io/node-name"
	addressAnnotation = "etcd.k3s.cattle.io/node-address"
	removeAnnotation  = "etcd.k3s.cattle.io/remove"
	removedAnnotation = "etcd.k3s.cattle.io/removed-node-name"
	etcdFinalizer     = "wrangler.cattle.io/managed-etcd-controller"
)

// How often members are looked at, and for how long a learner may stand still.
const (
	promotionPeriod = 15 * time.Second
	learnerPatience = 5 * time.Minute
)

// learners are those that do not vote yet, and how far each was when.
type learners map[uint64]progress

type progress struct {
	applied uint64
	since   time.Time
}

// lookAfter does what k3s' controllers do: tell the own node what it is, and, where etcd's leader is here, promote
// learners and take away members whose node is to be removed, or deleted.
func (supervisor *supervisor) lookAfter(ctx context.Context, member member) {
	seen := learners{}
	promoted := time.Time{}
	for ctx.Err() == nil {
		if err := supervisor.lookOnce(ctx, member, seen, &promoted); err != nil && ctx.Err() == nil {
			info("Looking after members: %v", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(3 * time.Second):
		}
	}
}

func (supervisor *supervisor) lookOnce(ctx context.Context, member member, seen learners, promoted *time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	nodes, err := supervisor.api.nodes(ctx)
	if err != nil {
		return err
	}
	if err := supervisor.api.ownPasswords(ctx, nodes); err != nil {
		return err
	}
	if member.name == "" {
		return supervisor.tellNode(ctx, nodes, nil, "")
	}
	client, err := supervisor.etcdClient(localEtcd)
	if err != nil {
		return err
	}
	defer client.Close()
	list, err := client.MemberList(ctx)
	if err != nil {
		return err
	}
	if err := supervisor.tellNode(ctx, nodes, list.Members, member.name); err != nil {
		return err
	}
	status, err := client.Status(ctx, localEtcd)
	if err != nil || status.Leader != status.Header.MemberId {
		return err
	}
	if time.Since(*promoted) >= promotionPeriod {
		*promoted = time.Now()
		if err := promote(ctx, supervisor.settings, client, list.Members, seen); err != nil {
			return err
		}
	}
	for _, node := range nodes {
		if err := supervisor.removeMember(ctx, client, node, list.Members, status.Leader); err != nil {
			return err
		}
	}
	return nil
}

// promote lets learners vote that have what the leader has; one that stands still for long is taken away.
func promote(ctx context.Context, settings settings, client *clientv3.Client, members []*etcdserverpb.Member, seen learners) error {
	for _, one := range members {
		if !one.IsLearner {
			continue
		}
		_, err := client.MemberPromote(ctx, one.ID)
		if err == nil {
			info("Promoted learner %s", one.Name)
			delete(seen, one.ID)
			continue
		}
		applied := appliedBy(ctx, settings, one)
		if stalled(seen, one.ID, applied, time.Now()) {
			warn("Learner %s stands still for %s: it is taken away", one.Name, learnerPatience)
			if _, err := client.MemberRemove(ctx, one.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// stalled notes how far a learner is, and says whether it has been so for too long.
func stalled(seen learners, id, applied uint64, now time.Time) bool {
	before, known := seen[id]
	if !known || applied > before.applied {
		seen[id] = progress{applied, now}
		return false
	}
	return now.Sub(before.since) >= learnerPatience
}

func appliedBy(ctx context.Context, settings settings, member *etcdserverpb.Member) uint64 {
	if len(member.ClientURLs) == 0 {
		return 0
	}
	client, err := settings.etcdClient(member.ClientURLs...)
	if err != nil {
		return 0
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	status, err := client.Status(ctx, member.ClientURLs[0])
	if err != nil {
		return 0
	}
	return status.RaftAppliedIndex
}

// wish is what a Node says of its member.
type wish int

const (
	wishNothing wish = iota
	// It is annotated: the member goes, the Node stays.
	wishRemoved
	// It is being deleted.
	wishDeleted
)

func wishOf(node nodeObject) wish {
	switch {
	case node.Metadata.DeletionTimestamp != "" && slices.Contains(node.Metadata.Finalizers, etcdFinalizer):
		return wishDeleted
	case node.Metadata.Annotations[removeAnnotation] == "true" && node.Metadata.Annotations[removedAnnotation] == "":
		return wishRemoved
	}
	return wishNothing
}

func (supervisor *supervisor) removeMember(
	ctx context.Context, client *clientv3.Client, node nodeObject, members []*etcdserverpb.Member, leader uint64,
) error {
	wish := wishOf(node)
	if wish == wishNothing {
		return nil
	}
	name := node.Metadata.Annotations[nameAnnotation]
	index := slices.IndexFunc(members, func(one *etcdserverpb.Member) bool { return one.Name == name })
	if index >= 0 {
		if onlyVoter(members, members[index].ID) {
			return fmt.Errorf("%s is the only member that votes, and stays", name)
		}
		if members[index].ID == leader {
			return moveLeader(ctx, client, members, leader)
		}
		info("Removing name=%s id=%d from etcd", name, members[index].ID)
		if _, err := client.MemberRemove(ctx, members[index].ID); err != nil {
			return err
		}
	}
	if wish == wishDeleted {
		kept := slices.DeleteFunc(slices.Clone(node.Metadata.Finalizers), func(one string) bool { return one == etcdFinalizer })
		return supervisor.api.patchNode(ctx, node.Metadata.Name, object{"finalizers": kept})
	}
	return supervisor.api.patchNode(ctx, node.Metadata.Name, object{"annotations": object{
		removedAnnotation: name, removeAnnotation: nil, nameAnnotation: nil, addressAnnotation: nil,
	}})
}

func onlyVoter(members []*etcdserverpb.Member, id uint64) bool {
	for _, one := range members {
		if !one.IsLearner && one.ID != id {
			return false
		}
	}
	return true
}

// moveLeader gives the lead to another one, whose server then does the rest.
func moveLeader(ctx context.Context, client *clientv3.Client, members []*etcdserverpb.Member, leader uint64) error {
	for _, one := range members {
		if one.ID == leader || one.IsLearner {
			continue
		}
		if _, err := client.MoveLeader(ctx, one.ID); err == nil {
			info("The lead of etcd was given to %s", one.Name)
			return nil
		}
	}
	return errors.New("no other member of etcd takes the lead")
}
