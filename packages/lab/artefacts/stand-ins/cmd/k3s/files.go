package main

import (
	"os"
	"path/filepath"
)

// places are the paths of one server or agent.
type places struct {
	// Usually /var/lib/rancher/k3s.
	data string
}

func (places places) server(path string) string { return filepath.Join(places.data, "server", path) }
func (places places) tls(path string) string    { return places.server("tls/" + path) }
func (places places) etcd() string              { return places.server("db/etcd") }
func (places places) agent(path string) string  { return filepath.Join(places.data, "agent", path) }

const nodePasswordFile = "/etc/rancher/node/password"

// writeFile puts a file there at once and whole, with the folders above it.
func writeFile(path string, text []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	beside := path + ".new"
	if err := os.WriteFile(beside, text, mode); err != nil {
		return err
	}
	if err := os.Chmod(beside, mode); err != nil {
		return err
	}
	return os.Rename(beside, path)
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// link makes a symbolic link anew.
func link(target, path string) error {
	_ = os.Remove(path)
	return os.Symlink(target, path)
}
