package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// member is this server's own in etcd.
type member struct {
	settings
	name string
	// etcd's address of this server.
	address string
}

func (member member) peerURL() string   { return "https://" + hostPort(member.address, "2380") }
func (member member) clientURL() string { return "https://" + hostPort(member.address, "2379") }

// memberOf has the name that is on the disk, else makes one: of the node's name, and eight more characters.
func memberOf(settings settings) (member, error) {
	file := settings.places.etcd() + "/name"
	found := member{settings, "", settings.addresses[0]}
	if text, err := os.ReadFile(file); err == nil {
		found.name = strings.TrimSpace(string(text))
		return found, nil
	}
	found.name = settings.nodeName + "-" + randomHex(4)
	return found, writeFile(file, []byte(found.name), 0o600)
}

// startEtcd runs etcd; `cluster` is what it is told of the others: members as name=URL.
func (member member) startEtcd(children *children, cluster []string, state string, removed func(), more ...string) error {
	at := member.places
	metrics := "http://127.0.0.1:2381"
	if member.on("etcd-expose-metrics") {
		metrics += ",http://" + hostPort(member.address, "2381")
	}
	words := []string{
		"--name=" + member.name,
		"--data-dir=" + at.etcd(),
		"--listen-client-urls=https://127.0.0.1:2379," + member.clientURL(),
		"--listen-client-http-urls=https://127.0.0.1:2382",
		"--advertise-client-urls=" + member.clientURL(),
		"--listen-peer-urls=https://127.0.0.1:2380," + member.peerURL(),
		"--initial-advertise-peer-urls=" + member.peerURL(),
		"--initial-cluster=" + strings.Join(cluster, ","),
		"--initial-cluster-state=" + state,
		"--listen-metrics-urls=" + metrics,
		"--heartbeat-interval=500",
		"--election-timeout=5000",
		"--client-cert-auth", "--peer-client-cert-auth",
		"--trusted-ca-file=" + at.tls("etcd/server-ca.crt"),
		"--cert-file=" + at.tls("etcd/server-client.crt"),
		"--key-file=" + at.tls("etcd/server-client.key"),
		"--peer-trusted-ca-file=" + at.tls("etcd/peer-ca.crt"),
		"--peer-cert-file=" + at.tls("etcd/peer-server-client.crt"),
		"--peer-key-file=" + at.tls("etcd/peer-server-client.key"),
		"--feature-gates=InitialCorruptCheck=true",
		"--log-outputs=stderr", "--logger=zap", "--log-level=warn",
	}
	words = append(words, more...)
	for _, word := range member.whole("etcd-arg") {
		words = append(words, "--"+word)
	}
	return children.start(program{name: "etcd", words: words, hear: func(line string) {
		if strings.Contains(line, "the member has been permanently removed") ||
			strings.Contains(line, "the local member has been removed") {
			removed()
		}
	}})
}

// etcdClient speaks to members by the certificate of this server.
func (settings settings) etcdClient(endpoints ...string) (*clientv3.Client, error) {
	at := settings.places
	pair, err := tls.LoadX509KeyPair(at.tls("etcd/client.crt"), at.tls("etcd/client.key"))
	if err != nil {
		return nil, err
	}
	authority, err := os.ReadFile(at.tls("etcd/server-ca.crt"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	return clientv3.New(clientv3.Config{
		Endpoints:   endpoints,
		DialTimeout: 5 * time.Second,
		Logger:      zap.NewNop(),
		TLS:         &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}},
	})
}

const localEtcd = "https://127.0.0.1:2379"

// errDuplicate is k3s' own word for a node's name that a member has.
var errDuplicate = errors.New("duplicate node name found, please use a unique name for this node")

// planJoin says what a server does with the members that it finds: whether it has to be added, and what etcd is told.
func planJoin(members []*etcdserverpb.Member, own, nodeName, peerURL string) (add bool, cluster []string, err error) {
	add = true
	for _, one := range members {
		name := one.Name
		isOwnAddress := len(one.PeerURLs) > 0 && one.PeerURLs[0] == peerURL
		// One that was added and has not started yet has no name.
		if name == "" && isOwnAddress {
			name = own
		}
		if name == own && isOwnAddress {
			add = false
		} else if nodeOfMember(name) == nodeName {
			return false, nil, errDuplicate
		}
		if len(one.PeerURLs) > 0 && name != "" {
			cluster = append(cluster, name+"="+one.PeerURLs[0])
		}
	}
	if add {
		cluster = append(cluster, own+"="+peerURL)
	}
	return add, cluster, nil
}

// nodeOfMember is the node whose member it is.
func nodeOfMember(name string) string {
	if at := strings.LastIndex(name, "-"); at > 0 {
		return name[:at]
	}
	return name
}

// join adds this server as a learner, by members that the joined server tells.
func (member member) join(ctx context.Context, endpoints []string) (cluster []string, err error) {
	client, err := member.etcdClient(endpoints...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	err = wait(ctx, 3*time.Second, "other members to finish joining etcd cluster", func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
		defer cancel()
		list, err := client.MemberList(ctx)
		if err != nil {
			return err
		}
		add, told, failure := planJoin(list.Members, member.name, member.nodeName, member.peerURL())
		if failure != nil {
			// Another name is made once the node has one of its own.
			_ = os.Remove(member.places.etcd() + "/name")
			return fatalError{failure}
		}
		if add {
			info("Adding member %s=%s to etcd cluster %v", member.name, member.peerURL(), told)
			if _, err := client.MemberAddAsLearner(ctx, []string{member.peerURL()}); err != nil {
				return err
			}
		}
		cluster = told
		return nil
	})
	return cluster, err
}

// fatalError is not waited out.
type fatalError struct{ error }

// etcdIsUp asks for a leader, and whether this member knows it.
func (settings settings) etcdIsUp(ctx context.Context) error {
	client, err := settings.etcdClient(localEtcd)
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	status, err := client.Status(ctx, localEtcd)
	if err != nil {
		return fmt.Errorf("etcd does not answer: %w", err)
	}
	if status.Leader == 0 {
		return errors.New("etcd has no leader")
	}
	if status.IsLearner {
		return errors.New("etcd's member is a learner yet")
	}
	_, err = client.Get(ctx, "/quorum")
	return err
}
