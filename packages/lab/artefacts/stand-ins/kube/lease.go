package kube

import (
	"context"
	"net/http"
	"time"
)

// Election is held over a Lease, by the rules of Kubernetes' own leader election: who holds it renews it, and
// whoever has seen no renewal for as long as it lasts, by their own clock, takes it.
type Election struct {
	Client    *Client
	Namespace string
	Name      string
	Identity  string

	LeaseDuration time.Duration
	RenewDeadline time.Duration
	RetryPeriod   time.Duration

	seen     lease
	seenTime time.Time
}

type lease struct {
	APIVersion string        `json:"apiVersion"`
	Kind       string        `json:"kind"`
	Metadata   leaseMetadata `json:"metadata"`
	Spec       leaseSpec     `json:"spec"`
}

type leaseMetadata struct {
	Name            string `json:"name"`
	Namespace       string `json:"namespace"`
	ResourceVersion string `json:"resourceVersion,omitempty"`
}

type leaseSpec struct {
	HolderIdentity       string `json:"holderIdentity"`
	LeaseDurationSeconds int    `json:"leaseDurationSeconds"`
	AcquireTime          string `json:"acquireTime,omitempty"`
	RenewTime            string `json:"renewTime,omitempty"`
	LeaseTransitions     int    `json:"leaseTransitions"`
}

// The format of a MicroTime.
const microTime = "2006-01-02T15:04:05.000000Z07:00"

// Run calls lead with true when the lease is won and with false when it is lost, until the context ends;
// then the lease is given back.
func (election *Election) Run(ctx context.Context, lead func(bool), report func(error)) {
	leading := false
	var renewed time.Time
	for ctx.Err() == nil {
		attempt, cancel := context.WithTimeout(ctx, election.RenewDeadline/2)
		held, err := election.acquire(attempt)
		cancel()
		if err != nil && ctx.Err() == nil {
			report(err)
		}
		switch {
		case held:
			renewed = time.Now()
			if !leading {
				leading = true
				lead(true)
			}
		case leading && (err == nil || time.Since(renewed) > election.RenewDeadline):
			leading = false
			lead(false)
		}
		select {
		case <-ctx.Done():
		case <-time.After(election.RetryPeriod):
		}
	}
	if leading {
		lead(false)
		last, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		election.release(last)
	}
}

func (election *Election) path() string {
	return "/apis/coordination.k8s.io/v1/namespaces/" + election.Namespace + "/leases"
}

func (election *Election) acquire(ctx context.Context) (bool, error) {
	var current lease
	err := election.Client.Get(ctx, election.path()+"/"+election.Name, &current)
	now := time.Now()
	if HasCode(err, http.StatusNotFound) {
		return election.create(ctx, now)
	}
	if err != nil {
		return false, err
	}
	if current.Metadata.ResourceVersion != election.seen.Metadata.ResourceVersion {
		election.seen, election.seenTime = current, now
	}
	own := current.Spec.HolderIdentity == election.Identity
	lasts := time.Duration(current.Spec.LeaseDurationSeconds) * time.Second
	if !own && current.Spec.HolderIdentity != "" && now.Before(election.seenTime.Add(lasts)) {
		return false, nil
	}
	next := current
	next.Spec.HolderIdentity = election.Identity
	next.Spec.LeaseDurationSeconds = int(election.LeaseDuration / time.Second)
	next.Spec.RenewTime = now.UTC().Format(microTime)
	if !own {
		next.Spec.AcquireTime = next.Spec.RenewTime
		next.Spec.LeaseTransitions++
	}
	return election.put(ctx, next)
}

func (election *Election) create(ctx context.Context, now time.Time) (bool, error) {
	text := now.UTC().Format(microTime)
	first := lease{
		APIVersion: "coordination.k8s.io/v1",
		Kind:       "Lease",
		Metadata:   leaseMetadata{Name: election.Name, Namespace: election.Namespace},
		Spec: leaseSpec{
			HolderIdentity:       election.Identity,
			LeaseDurationSeconds: int(election.LeaseDuration / time.Second),
			AcquireTime:          text,
			RenewTime:            text,
		},
	}
	err := election.Client.Do(ctx, http.MethodPost, election.path(), "application/json", first, nil)
	if HasCode(err, http.StatusConflict) {
		return false, nil
	}
	return err == nil, err
}

func (election *Election) put(ctx context.Context, next lease) (bool, error) {
	err := election.Client.Do(ctx, http.MethodPut, election.path()+"/"+election.Name, "application/json", next, nil)
	if HasCode(err, http.StatusConflict) {
		return false, nil
	}
	return err == nil, err
}

// release leaves the lease without a holder and about to end, so that another takes it at once.
func (election *Election) release(ctx context.Context) {
	var current lease
	if err := election.Client.Get(ctx, election.path()+"/"+election.Name, &current); err != nil {
		return
	}
	if current.Spec.HolderIdentity != election.Identity {
		return
	}
	current.Spec.HolderIdentity = ""
	current.Spec.LeaseDurationSeconds = 1
	_, _ = election.put(ctx, current)
}
