package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

const resetDone = "Managed etcd cluster membership has been reset, restart without --cluster-reset flag now. " +
	"Backup and delete ${datadir}/server/db on each peer etcd server and rejoin the nodes"

// checkReset says whether this server may be made the only member.
func (server *server) checkReset() error {
	flagFile := server.places.server("db/reset-flag")
	switch {
	case !server.on("cluster-reset"):
		_ = os.Remove(flagFile)
		if server.value("cluster-reset-restore-path", "") != "" {
			return errors.New("--cluster-reset-restore-path is for --cluster-reset alone")
		}
		return nil
	case server.url != "":
		return errors.New("cannot perform cluster-reset while server URL is set - remove server from configuration before resetting")
	case isThere(flagFile):
		return fmt.Errorf("Managed etcd cluster membership was previously reset. If you need to perform another cluster reset, you must first manually delete the file at %s", flagFile)
	case !caFilesAre(server.places):
		return notDone("reset a server that has no authorities: put those of its cluster into server/tls")
	case server.value("cluster-reset-restore-path", "") == "" && !readDisk(server.places.data).etcd:
		return errors.New("there is no database to reset")
	}
	return nil
}

// reset makes this server the only member, with the data that it has or those of a snapshot, and ends.
func (server *server) reset(ctx context.Context) error {
	at := server.places
	snapshot := server.value("cluster-reset-restore-path", "")
	if snapshot != "" {
		if _, err := os.Stat(snapshot); err != nil {
			return err
		}
		if isThere(at.etcd()) {
			if err := os.Rename(at.etcd(), fmt.Sprintf("%s-old-%d", at.etcd(), time.Now().Unix())); err != nil {
				return err
			}
		}
	}
	member, err := memberOf(server.settings)
	if err != nil {
		return err
	}
	own := member.name + "=" + member.peerURL()
	if snapshot != "" {
		if err := member.restore(ctx, snapshot, own); err != nil {
			return err
		}
	}
	// As k3s has it: also one that comes to nothing leaves it.
	if err := writeFile(at.server("db/reset-flag"), nil, 0o600); err != nil {
		return err
	}
	removed := func() {}
	if err := member.startEtcd(server.children, []string{own}, "existing", removed, "--force-new-cluster"); err != nil {
		return err
	}
	server.member = member
	if err := server.keepBootstrap(ctx); err != nil {
		return err
	}
	_ = os.Remove(at.etcd() + "/tombstone")
	info("%s", resetDone)
	return nil
}

// restore makes etcd's folder of a snapshot. The name of the member is kept beside, as ever.
func (member member) restore(ctx context.Context, snapshot, own string) error {
	at := member.places
	info("Restoring %s", snapshot)
	folder := at.server("db/etcd-restored")
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	command := exec.CommandContext(ctx, beside("etcdutl"), "snapshot", "restore", snapshot, "--data-dir="+folder,
		"--name="+member.name, "--initial-cluster="+own, "--initial-advertise-peer-urls="+member.peerURL())
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	if err := os.Rename(folder+"/member", at.etcd()+"/member"); err != nil {
		return err
	}
	return os.RemoveAll(folder)
}
