package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"
	"time"

	"quorate/stand-ins/kube"
)

// server is a server from its start on.
type server struct {
	settings
	children *children
	member   member
	start    start
	token    token
	trust    trust
	// What etcd is told of its cluster.
	cluster []string
	state   string
}

// runServer runs until `ctx` ends, or a part of it.
func runServer(ctx context.Context, settings settings, children *children) error {
	server := &server{settings: settings, children: children}
	if err := server.checkReset(); err != nil {
		return err
	}
	if err := server.prepare(ctx); err != nil {
		return err
	}
	if settings.on("cluster-reset") {
		return server.reset(ctx)
	}
	supervisor, err := server.supervise(ctx)
	if err != nil {
		return err
	}
	if err := server.startDatastore(ctx); err != nil {
		return err
	}
	if err := server.startApiserver(children); err != nil {
		return err
	}
	local := func() []string { return []string{hostPort(apiserverAddress, settings.port)} }
	if err := forward("127.0.0.1:6444", local); err != nil {
		return err
	}
	if err := wait(ctx, time.Second, "the apiserver", supervisor.api.isReady); err != nil {
		return err
	}
	if err := server.startControllers(children); err != nil {
		return err
	}
	info("Kube API server is now running")
	supervisor.ready.Store(true)
	info("k3s is up and running")
	notifyReady()
	go supervisor.lookAfter(ctx, server.member)
	go supervisor.applyAddons(ctx)
	if !settings.on("disable-agent") {
		if err := runAgentParts(ctx, settings, children, server.agentToken); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return nil
}

// prepare has files and trust in their places, by what is on the disk and what the flags say.
func (server *server) prepare(ctx context.Context) (err error) {
	at := server.places
	server.start, err = decide(readDisk(at.data), server.url, server.on("cluster-init"))
	if err != nil {
		return err
	}
	founds := server.start == startFound || server.start == startAlone
	if server.token, err = server.serverToken(founds); err != nil {
		return err
	}
	switch server.start {
	case startRejoin:
		aside := fmt.Sprintf("%s-old-%d", at.etcd(), time.Now().Unix())
		info("This server had been removed: its database is moved to %s, and it joins again", aside)
		if err := os.Rename(at.etcd(), aside); err != nil {
			return err
		}
		err = server.takeBootstrap(ctx)
	case startJoin:
		info("Managed etcd cluster not yet initialized")
		err = server.takeBootstrap(ctx)
	case startFound, startAlone:
		info("Managed etcd cluster initializing")
		err = foundTrust(at)
	case startMember:
		info("Managed etcd cluster bootstrap already complete and initialized")
	}
	if err != nil {
		return err
	}
	if server.trust, err = readTrust(at); err != nil {
		return err
	}
	cacerts := server.trust.server.file
	if hash := hashOf(cacerts); server.token.hash != "" && server.token.hash != hash {
		return fmt.Errorf("failed to validate token: token CA hash does not match the Cluster CA certificate hash: %s != %s", server.token.hash, hash)
	}
	if err := issueLeaves(server.settings, server.trust); err != nil || !founds || server.on("cluster-reset") {
		return err
	}
	return server.foundEncryption()
}

// keepTokens writes the files of tokens, once they are known to be the right ones.
func (server *server) keepTokens() error {
	agent, err := server.agentToken(server.token)
	if err != nil {
		return err
	}
	return server.writeTokens(server.token, agent, server.trust.server.file)
}

// takeBootstrap is given CAs by the server that is joined, once it is known to be the right one and to be set up alike.
func (server *server) takeBootstrap(ctx context.Context) error {
	joined, err := meet(ctx, server.url, server.token)
	if err != nil {
		return err
	}
	given, err := joined.bootstrap(ctx)
	if err != nil {
		return fmt.Errorf("failed to get the bootstrap of %s: %w", server.url, err)
	}
	config, err := joined.config(ctx)
	if err != nil {
		return err
	}
	if names := differences(server.critical(), config.Critical); len(names) > 0 {
		return fmt.Errorf("critical configuration value mismatch between servers: %v", names)
	}
	return given.write(server.places)
}

// supervise answers at the port of k3s: before there is an apiserver, 503 for all that is its.
func (server *server) supervise(ctx context.Context) (*supervisor, error) {
	agent, err := server.settings.agentToken(server.token)
	if err != nil {
		return nil, err
	}
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM(server.trust.client.file)
	access := &access{server: server.token.secret, agent: agent.secret, clients: clients}
	client, err := kube.FromFile(server.places.server("cred/supervisor.kubeconfig"), "")
	if err != nil {
		return nil, err
	}
	proxy, err := server.apiserverProxy(access)
	if err != nil {
		return nil, err
	}
	made := &supervisor{settings: server.settings, access: access, trust: server.trust, api: &api{client}, proxy: proxy}
	return made, server.listen(ctx, made)
}

// startDatastore runs etcd, and waits until it is a member that votes.
func (server *server) startDatastore(ctx context.Context) (err error) {
	at := server.places
	if server.start == startAlone {
		return server.startWithoutEtcd(ctx)
	}
	if server.member, err = memberOf(server.settings); err != nil {
		return err
	}
	server.state = "existing"
	switch server.start {
	case startFound:
		server.state = "new"
		server.cluster = []string{server.member.name + "=" + server.member.peerURL()}
	case startJoin, startRejoin:
		joined, err := meet(ctx, server.url, server.token)
		if err != nil {
			return err
		}
		endpoints, err := joined.endpoints(ctx)
		if err != nil {
			return err
		}
		if server.cluster, err = server.member.join(ctx, endpoints); err != nil {
			return err
		}
	case startMember:
		// etcd has it from its data; what it is told must only be well-formed.
		server.cluster = []string{server.member.name + "=" + server.member.peerURL()}
	}
	removed := func() {
		info("This server has been removed from the cluster: please restart k3s to join again")
		_ = writeFile(at.etcd()+"/tombstone", nil, 0o600)
	}
	if err := server.member.startEtcd(server.children, server.cluster, server.state, removed); err != nil {
		return err
	}
	return server.keepBootstrap(ctx)
}

// keepBootstrap compares the files with etcd's, and has them there before an apiserver is.
func (server *server) keepBootstrap(ctx context.Context) error {
	client, err := server.etcdClient(localEtcd)
	if err != nil {
		return err
	}
	defer client.Close()
	stored := false
	err = wait(ctx, time.Second, "etcd's member", func(ctx context.Context) (err error) {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		stored, err = reconcile(ctx, client, server.settings, server.token.secret)
		return err
	})
	if err != nil {
		return err
	}
	if err := server.keepTokens(); err != nil {
		return err
	}
	if err := wait(ctx, time.Second, "etcd", server.etcdIsUp); err != nil {
		return err
	}
	info("ETCD server is now running")
	if !stored {
		// A member that joins may not have had it a moment ago.
		if stored, err = reconcile(ctx, client, server.settings, server.token.secret); err != nil || stored {
			return err
		}
	}
	if stored {
		return nil
	}
	return store(ctx, client, server.places, server.token.secret)
}

// startWithoutEtcd is what k3s does where it is told nothing: a server of its own. SQLite is not in the stand-in, and
// an etcd that nobody else can speak to is in its place; the file that tells of it is there.
func (server *server) startWithoutEtcd(ctx context.Context) error {
	warn("No --cluster-init and no --server: this is a server of its own. An etcd of its own stands in for SQLite")
	alone := server.settings
	if err := writeFile(alone.places.server("db/state.db"), []byte("The stand-in of k3s has its data beside, in alone.\n"), 0o600); err != nil {
		return err
	}
	words := []string{"--data-dir=" + alone.places.server("db/alone")}
	for _, name := range []string{"name=alone", "initial-cluster=alone=https://127.0.0.1:2380",
		"initial-advertise-peer-urls=https://127.0.0.1:2380", "listen-peer-urls=https://127.0.0.1:2380",
		"listen-client-urls=" + localEtcd, "advertise-client-urls=" + localEtcd, "client-cert-auth", "log-level=warn",
		"trusted-ca-file=" + alone.places.tls("etcd/server-ca.crt"),
		"cert-file=" + alone.places.tls("etcd/server-client.crt"),
		"key-file=" + alone.places.tls("etcd/server-client.key"),
		"peer-trusted-ca-file=" + alone.places.tls("etcd/peer-ca.crt"),
		"peer-cert-file=" + alone.places.tls("etcd/peer-server-client.crt"),
		"peer-key-file=" + alone.places.tls("etcd/peer-server-client.key"),
	} {
		words = append(words, "--"+name)
	}
	if err := server.children.start(program{name: "etcd", words: words}); err != nil {
		return err
	}
	if err := server.keepTokens(); err != nil {
		return err
	}
	return wait(ctx, time.Second, "the datastore", alone.etcdIsUp)
}

func (server *server) agentToken(token token) (token, error) {
	return server.settings.agentToken(token)
}
