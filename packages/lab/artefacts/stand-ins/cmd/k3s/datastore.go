package main

import (
	"errors"
	"os"
	"path/filepath"
)

// disk is what a server finds of its own.
type disk struct {
	etcd, sqlite, tombstone bool
}

func readDisk(data string) disk {
	there := func(path string) bool {
		_, err := os.Stat(filepath.Join(data, "server/db", path))
		return err == nil
	}
	return disk{there("etcd/member/wal"), there("state.db"), there("etcd/tombstone")}
}

// start is what a server does at its start.
type start string

const (
	// It is the member that it was.
	startMember start = "member"
	// It is given CAs by a server, and becomes a learner.
	startJoin start = "join"
	// So too, once its database was moved aside: it had been removed.
	startRejoin start = "rejoin"
	// A new cluster.
	startFound start = "found"
	// A server of its own, without etcd.
	startAlone start = "alone"
)

// decide is the table of k3s: what is on the disk, and what the flags say.
func decide(disk disk, server string, clusterInit bool) (start, error) {
	switch {
	case disk.etcd && disk.tombstone && server == "":
		return "", errors.New("this server has been removed from its cluster, as db/etcd/tombstone says, and --server names none to join")
	case disk.etcd && disk.tombstone:
		return startRejoin, nil
	case disk.etcd:
		return startMember, nil
	case server != "":
		return startJoin, nil
	case disk.sqlite && clusterInit:
		return "", notDone("migrate from SQLite to etcd")
	case clusterInit:
		return startFound, nil
	}
	return startAlone, nil
}
