package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
)

func memberAt(name, address string) *etcdserverpb.Member {
	return &etcdserverpb.Member{Name: name, PeerURLs: []string{"https://" + address + ":2380"}}
}

func TestPlanJoin(t *testing.T) {
	first := memberAt("one-11111111", "10.0.0.1")
	own := "https://10.0.0.2:2380"
	rows := []struct {
		members []*etcdserverpb.Member
		want    string
	}{
		{[]*etcdserverpb.Member{first}, "true [one-11111111=https://10.0.0.1:2380 two-22222222=https://10.0.0.2:2380] <nil>"},
		// It was added, and did not start.
		{[]*etcdserverpb.Member{first, memberAt("", "10.0.0.2")}, "false [one-11111111=https://10.0.0.1:2380 two-22222222=https://10.0.0.2:2380] <nil>"},
		{[]*etcdserverpb.Member{first, memberAt("two-22222222", "10.0.0.2")}, "false [one-11111111=https://10.0.0.1:2380 two-22222222=https://10.0.0.2:2380] <nil>"},
		// It was reinstalled, and has forgotten its name.
		{[]*etcdserverpb.Member{first, memberAt("two-33333333", "10.0.0.2")}, "false [] " + errDuplicate.Error()},
		{[]*etcdserverpb.Member{first, memberAt("two-33333333", "10.0.0.9")}, "false [] " + errDuplicate.Error()},
		// The name of a node may end like that of another.
		{[]*etcdserverpb.Member{memberAt("one-two-33333333", "10.0.0.9")}, "true [one-two-33333333=https://10.0.0.9:2380 two-22222222=https://10.0.0.2:2380] <nil>"},
	}
	for _, row := range rows {
		add, cluster, err := planJoin(row.members, "two-22222222", "two", own)
		if got := fmt.Sprint(add, " ", cluster, " ", err); got != row.want {
			t.Errorf("%s\nand not %s", got, row.want)
		}
	}
}

func TestStalled(t *testing.T) {
	seen := learners{}
	start := time.Unix(1_000_000, 0)
	for _, row := range []struct {
		applied uint64
		after   time.Duration
		want    bool
	}{{5, 0, false}, {5, 4 * time.Minute, false}, {6, 6 * time.Minute, false}, {6, 10 * time.Minute, false}, {6, 11 * time.Minute, true}} {
		if got := stalled(seen, 1, row.applied, start.Add(row.after)); got != row.want {
			t.Errorf("%+v", row)
		}
	}
}

func TestWish(t *testing.T) {
	node := func(annotations map[string]string, deleted string, finalizers ...string) nodeObject {
		var made nodeObject
		made.Metadata.Annotations, made.Metadata.DeletionTimestamp, made.Metadata.Finalizers = annotations, deleted, finalizers
		return made
	}
	rows := []struct {
		node nodeObject
		want wish
	}{
		{node(nil, ""), wishNothing},
		{node(map[string]string{removeAnnotation: "true"}, ""), wishRemoved},
		{node(map[string]string{removeAnnotation: "false"}, ""), wishNothing},
		{node(map[string]string{removeAnnotation: "true", removedAnnotation: "x"}, ""), wishNothing},
		{node(nil, "now", etcdFinalizer), wishDeleted},
		{node(nil, "now"), wishNothing},
		{node(nil, "", etcdFinalizer), wishNothing},
	}
	for _, row := range rows {
		if got := wishOf(row.node); got != row.want {
			t.Errorf("%+v: %v", row, got)
		}
	}
}

func TestVoterCondition(t *testing.T) {
	learner := memberAt("b", "10.0.0.2")
	learner.IsLearner = true
	members := []*etcdserverpb.Member{memberAt("a", "10.0.0.1"), learner}
	for name, want := range map[string]string{"a": "True MemberNotLearner", "b": "False MemberIsLearner", "c": "False NotAMember"} {
		found := voterCondition(members, name)
		if got := found.Status + " " + found.Reason; got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	learner.ID = 7
	if !onlyVoter(members, 0) {
		t.Error("a learner votes")
	}
	learner.IsLearner = false
	if onlyVoter(members, 0) {
		t.Error("the other one votes as well")
	}
}

func TestTooMany(t *testing.T) {
	var files []snapshotFile
	for _, name := range []string{"daily-n-1", "on-demand-n-1", "daily-n-2", "daily-n-3"} {
		files = append(files, snapshotFile{Name: name})
	}
	var names []string
	for _, one := range tooMany(files, "daily", 2) {
		names = append(names, one.Name)
	}
	if got := strings.Join(names, " "); got != "daily-n-1" {
		t.Error(got)
	}
	if found := tooMany(files, "daily", 0); found != nil {
		t.Error("none are kept")
	}
}

func TestPassword(t *testing.T) {
	one, err := passwordHash("a", "salt")
	if err != nil {
		t.Fatal(err)
	}
	again, _ := passwordHash("a", "salt")
	other, _ := passwordHash("b", "salt")
	if one != again || one == other {
		t.Error(one, again, other)
	}
}

func TestArguments(t *testing.T) {
	got := withArguments([]string{"--a=1", "--b=2"}, []string{"b=3", "c"})
	if fmt.Sprint(got) != "[--a=1 --b=3 --c]" {
		t.Error(got)
	}
}
