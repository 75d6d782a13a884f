package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"

	"quorate/stand-ins/announce"
)

// How often the holder tells its neighbours. As with kube-vip that clock runs from the start on: whoever becomes the
// holder has the address at once, and says so when it next strikes.
const reminder = 3 * time.Second

// runARP holds the VIP while it holds the lease. It ends when it has lost it, as kube-vip does: the kubelet starts it
// again.
func runARP(ctx context.Context, settings settings, client *kubernetes.Clientset) error {
	// Left there by a process that was killed while it led.
	if err := removeAddress(settings.device, settings.prefix); err != nil {
		return err
	}
	holder := &holder{settings: settings}
	elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Name: settings.leaseName, Namespace: settings.namespace},
			Client:     client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: settings.node},
		},
		ReleaseOnCancel: true,
		LeaseDuration:   settings.leaseDuration,
		RenewDeadline:   settings.renewDeadline,
		RetryPeriod:     settings.retryPeriod,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: holder.take,
			OnStoppedLeading: holder.leave,
			OnNewLeader:      func(leader string) { slog.Info("there is a new leader", "leader", leader) },
		},
	})
	if err != nil {
		return err
	}
	go holder.remind(ctx)
	elector.Run(ctx)
	if ctx.Err() == nil {
		slog.Error("the lease is lost; kube-vip ends, to be started again")
	}
	return nil
}

// holder has the VIP or not.
type holder struct {
	settings settings

	mutex sync.Mutex
	holds bool
	// One that was told to leave takes nothing any more: client-go takes and leaves in two threads.
	left bool
}

func (holder *holder) take(context.Context) {
	holder.mutex.Lock()
	defer holder.mutex.Unlock()
	if holder.left {
		return
	}
	holder.holds = true
	slog.Info("this node holds the lease, and the VIP")
	holder.keep()
}

func (holder *holder) leave() {
	holder.mutex.Lock()
	defer holder.mutex.Unlock()
	holder.holds, holder.left = false, true
	if err := removeAddress(holder.settings.device, holder.settings.prefix); err != nil {
		slog.Error("the VIP can't be removed", "err", err)
	}
}

// keep makes sure that the address is there: somebody may have taken it away.
func (holder *holder) keep() {
	if err := addAddress(holder.settings.device, holder.settings.prefix); err != nil {
		slog.Error("the VIP can't be added", "err", err)
	}
}

func (holder *holder) remind(ctx context.Context) {
	ticker := time.NewTicker(reminder)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			holder.tell()
		}
	}
}

func (holder *holder) tell() {
	holder.mutex.Lock()
	defer holder.mutex.Unlock()
	if !holder.holds {
		return
	}
	holder.keep()
	if err := announce.Gratuitous(holder.settings.device, holder.settings.prefix.Addr()); err != nil {
		slog.Warn("the neighbours can't be told", "err", err)
	}
}
