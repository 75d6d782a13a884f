package kube

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// fakeServer keeps one lease, by the rules of an apiserver: a write must know the version that it replaces.
type fakeServer struct {
	mutex   sync.Mutex
	lease   *lease
	version int
	down    atomic.Bool
}

func (fake *fakeServer) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	fake.mutex.Lock()
	defer fake.mutex.Unlock()
	if fake.down.Load() {
		http.Error(answer, "no quorum", http.StatusInternalServerError)
		return
	}
	if request.Method == http.MethodGet {
		if fake.lease == nil {
			http.NotFound(answer, request)
			return
		}
		_ = json.NewEncoder(answer).Encode(fake.lease)
		return
	}
	var sent lease
	if err := json.NewDecoder(request.Body).Decode(&sent); err != nil {
		http.Error(answer, err.Error(), http.StatusBadRequest)
		return
	}
	current := fake.lease != nil && sent.Metadata.ResourceVersion == fake.lease.Metadata.ResourceVersion
	if created := request.Method == http.MethodPost; created == (fake.lease != nil) || !created && !current {
		http.Error(answer, "conflict", http.StatusConflict)
		return
	}
	fake.version++
	sent.Metadata.ResourceVersion = strconv.Itoa(fake.version)
	fake.lease = &sent
}

func (fake *fakeServer) holder() string {
	fake.mutex.Lock()
	defer fake.mutex.Unlock()
	if fake.lease == nil {
		return ""
	}
	return fake.lease.Spec.HolderIdentity
}

// candidate runs for the lease until it is stopped; leads says whether it holds it.
type candidate struct {
	name  string
	leads atomic.Bool
	stop  context.CancelFunc
	ended chan struct{}
}

func start(server, name string) *candidate {
	ctx, stop := context.WithCancel(context.Background())
	one := &candidate{name: name, stop: stop, ended: make(chan struct{})}
	election := &Election{
		Client: &Client{server: server}, Namespace: "kube-system", Name: "lock", Identity: name,
		LeaseDuration: time.Second, RenewDeadline: 600 * time.Millisecond, RetryPeriod: 20 * time.Millisecond,
	}
	go func() {
		defer close(one.ended)
		election.Run(ctx, one.leads.Store, func(error) {})
	}()
	return one
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

func TestElection(t *testing.T) {
	fake := &fakeServer{}
	server := httptest.NewServer(fake)
	defer server.Close()

	first := start(server.URL, "node1")
	eventually(t, "the first leads", first.leads.Load)
	second := start(server.URL, "node2")
	for round := 0; round < 100; round++ {
		if second.leads.Load() {
			t.Fatal("two lead at the same time")
		}
		time.Sleep(5 * time.Millisecond)
	}

	// One that ends gives the lease back: the other need not wait for it to run out.
	first.stop()
	<-first.ended
	if first.leads.Load() {
		t.Error("one that has ended leads")
	}
	eventually(t, "the second leads", second.leads.Load)
	if fake.holder() != "node2" {
		t.Errorf("%s holds the lease", fake.holder())
	}

	// Whoever can't renew must not lead on: another may have taken it by then.
	fake.down.Store(true)
	eventually(t, "the second gives up", func() bool { return !second.leads.Load() })
	fake.down.Store(false)
	eventually(t, "the second leads again", second.leads.Load)
	second.stop()
	<-second.ended
}

func TestElectionTakesALeaseThatRanOut(t *testing.T) {
	fake := &fakeServer{}
	server := httptest.NewServer(fake)
	defer server.Close()
	fake.lease = &lease{
		Metadata: leaseMetadata{Name: "lock", ResourceVersion: "dead"},
		Spec:     leaseSpec{HolderIdentity: "dead", LeaseDurationSeconds: 1},
	}
	began := time.Now()
	one := start(server.URL, "node1")
	eventually(t, "it leads", one.leads.Load)
	if time.Since(began) < time.Second {
		t.Error("it did not wait until the lease had run out")
	}
	one.stop()
	<-one.ended
}
