package main

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// bundle is what servers have in common, as they give it to each other and keep it in etcd: files by their names.
type bundle map[string]bundleFile

type bundleFile struct {
	Timestamp time.Time
	Content   []byte
}

// bundleFiles are the places of these files below server, and whether there may be none.
var bundleFiles = map[string]struct {
	place    string
	optional bool
}{
	"ServerCA":           {"tls/server-ca.crt", false},
	"ServerCAKey":        {"tls/server-ca.key", false},
	"ClientCA":           {"tls/client-ca.crt", false},
	"ClientCAKey":        {"tls/client-ca.key", false},
	"RequestHeaderCA":    {"tls/request-header-ca.crt", false},
	"RequestHeaderCAKey": {"tls/request-header-ca.key", false},
	"ETCDServerCA":       {"tls/etcd/server-ca.crt", false},
	"ETCDServerCAKey":    {"tls/etcd/server-ca.key", false},
	"ETCDPeerCA":         {"tls/etcd/peer-ca.crt", false},
	"ETCDPeerCAKey":      {"tls/etcd/peer-ca.key", false},
	"ServiceKey":         {"tls/service.key", false},
	"PasswdFile":         {"cred/passwd", false},
	"EncryptionConfig":   {"cred/encryption-config.json", true},
}

func readBundle(places places) (bundle, error) {
	found := bundle{}
	for name, row := range bundleFiles {
		path := places.server(row.place)
		text, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) && row.optional {
			continue
		}
		if err != nil {
			return nil, err
		}
		stat, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		found[name] = bundleFile{stat.ModTime().UTC(), text}
	}
	return found, nil
}

// write puts the files in their places, as old as they are.
func (bundle bundle) write(places places) error {
	for name, file := range bundle {
		row, known := bundleFiles[name]
		if !known {
			continue
		}
		path := places.server(row.place)
		mode := os.FileMode(0o600)
		if len(certificatesIn(file.Content)) > 0 {
			mode = 0o644
		}
		if err := writeFile(path, file.Content, mode); err != nil {
			return err
		}
		if err := os.Chtimes(path, file.Timestamp, file.Timestamp); err != nil {
			return err
		}
	}
	return nil
}

// newerOn names files of the disk that are others than the datastore's and newer, of which k3s wants none.
func (bundle bundle) newerOn(disk bundle) (newer []string) {
	for name, stored := range bundle {
		own, there := disk[name]
		// Tokens of agents may change at any time.
		if name != "PasswdFile" && there && string(own.Content) != string(stored.Content) && own.Timestamp.After(stored.Timestamp) {
			newer = append(newer, bundleFiles[name].place)
		}
	}
	return newer
}

// bundleKey is the place in etcd: it tells nothing of the secret but whether it is the same.
func bundleKey(secret string) string { return "/bootstrap/" + hexSum([]byte(secret))[:12] }

func seal(text []byte, secret string) ([]byte, error) {
	salt := randomHex(8)
	sealer, err := sealerOf(secret, salt)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, sealer.NonceSize())
	_, _ = rand.Read(nonce)
	return append([]byte(salt+":"), sealer.Seal(nonce, nonce, text, nil)...), nil
}

func unseal(sealed []byte, secret string) ([]byte, error) {
	if len(sealed) < 17+12 || sealed[16] != ':' {
		return nil, errors.New("what etcd has of the bootstrap is cut short")
	}
	sealer, err := sealerOf(secret, string(sealed[:16]))
	if err != nil {
		return nil, err
	}
	rest := sealed[17:]
	return sealer.Open(nil, rest[:sealer.NonceSize()], rest[sealer.NonceSize():], nil)
}

func sealerOf(secret, salt string) (cipher.AEAD, error) {
	key, err := pbkdf2.Key(sha256.New, secret, []byte(salt), 4096, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// reconcile compares the disk with what etcd has: of another token, or older, it is the end; else the disk is told.
func reconcile(ctx context.Context, client *clientv3.Client, settings settings, secret string) (stored bool, err error) {
	// Whatever this member has will do: there may be no quorum yet.
	all, err := client.Get(ctx, "/bootstrap/", clientv3.WithPrefix(), clientv3.WithSerializable())
	if err != nil {
		return false, err
	}
	own := bundleKey(secret)
	for _, pair := range all.Kvs {
		if string(pair.Key) != own {
			continue
		}
		text, err := unseal(pair.Value, secret)
		if err != nil {
			return false, fatalError{err}
		}
		var kept bundle
		if err := json.Unmarshal(text, &kept); err != nil {
			return false, fatalError{err}
		}
		disk, err := readBundle(settings.places)
		if err != nil {
			return false, fatalError{err}
		}
		if newer := kept.newerOn(disk); len(newer) > 0 {
			return false, fatalError{fmt.Errorf("%v newer than datastore and could cause a cluster outage. Remove the file(s) from disk and restart to be recreated from datastore", newer)}
		}
		return true, kept.write(settings.places)
	}
	if len(all.Kvs) > 0 {
		return false, fatalError{errors.New("bootstrap data already found and encrypted with different token")}
	}
	return false, nil
}

// store keeps the bundle in etcd.
func store(ctx context.Context, client *clientv3.Client, places places, secret string) error {
	files, err := readBundle(places)
	if err != nil {
		return err
	}
	text, err := json.Marshal(files)
	if err != nil {
		return err
	}
	sealed, err := seal(text, secret)
	if err != nil {
		return err
	}
	_, err = client.Put(ctx, bundleKey(secret), string(sealed))
	return err
}
