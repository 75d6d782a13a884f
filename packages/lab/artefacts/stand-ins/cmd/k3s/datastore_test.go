package main

import "testing"

func TestDecide(t *testing.T) {
	rows := []struct {
		disk        disk
		server      string
		clusterInit bool
		want        start
	}{
		// What flags say does not matter to a member.
		{disk{etcd: true}, "", false, startMember},
		{disk{etcd: true}, "", true, startMember},
		{disk{etcd: true}, "https://one:6443", false, startMember},
		{disk{etcd: true, sqlite: true}, "https://one:6443", true, startMember},
		{disk{}, "https://one:6443", false, startJoin},
		{disk{}, "https://one:6443", true, startJoin},
		{disk{sqlite: true}, "https://one:6443", false, startJoin},
		// The danger: so does a first server of a living cluster that was reinstalled.
		{disk{}, "", true, startFound},
		{disk{}, "", false, startAlone},
		{disk{sqlite: true}, "", false, startAlone},
		{disk{sqlite: true}, "", true, ""},
		{disk{etcd: true, tombstone: true}, "https://one:6443", false, startRejoin},
		{disk{etcd: true, tombstone: true}, "", true, ""},
		// A name alone is no data.
		{disk{tombstone: true}, "", true, startFound},
	}
	for _, row := range rows {
		got, err := decide(row.disk, row.server, row.clusterInit)
		if got != row.want || (err == nil) != (row.want != "") {
			t.Errorf("%+v: %s, %v", row, got, err)
		}
	}
}
