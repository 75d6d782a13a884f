package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// snapshotRequest is what `k3s etcd-snapshot` asks of the server beside it.
type snapshotRequest struct {
	// save, list, delete or prune.
	Operation string
	Name      string
	Retention int
	// Where, if it is not where this server has them.
	Dir string
}

// snapshotFile is one of the answer.
type snapshotFile struct {
	Name      string    `json:"name"`
	Location  string    `json:"location"`
	Size      int64     `json:"size"`
	CreatedAt time.Time `json:"createdAt"`
}

func (supervisor *supervisor) snapshotFolder() string {
	return supervisor.value("etcd-snapshot-dir", supervisor.places.server("db/snapshots"))
}

func (supervisor *supervisor) answerSnapshot(answer http.ResponseWriter, request *http.Request) error {
	var wanted snapshotRequest
	if err := json.NewDecoder(io.LimitReader(request.Body, 1<<16)).Decode(&wanted); err != nil {
		return statusError{http.StatusBadRequest, err.Error()}
	}
	if strings.ContainsAny(wanted.Name, "/\x00") {
		return statusError{http.StatusBadRequest, "a snapshot's name can't be a path"}
	}
	folder := supervisor.snapshotFolder()
	if wanted.Dir != "" {
		folder = wanted.Dir
	}
	if stat, err := os.Stat(folder); wanted.Dir != "" && (err != nil || !stat.IsDir()) {
		return statusError{http.StatusInternalServerError, "failed to get etcd-snapshot-dir: there is no folder " + folder}
	}
	switch wanted.Operation {
	case "save":
		if wanted.Name == "" {
			wanted.Name = "on-demand"
		}
		name := fmt.Sprintf("%s-%s-%d", wanted.Name, supervisor.nodeName, time.Now().Unix())
		if err := supervisor.saveSnapshot(request.Context(), filepath.Join(folder, name)); err != nil {
			return err
		}
		return answerJSON(answer, only(listSnapshots(folder), name))
	case "list":
		return answerJSON(answer, listSnapshots(folder))
	case "delete":
		if len(only(listSnapshots(folder), wanted.Name)) == 0 {
			return statusError{http.StatusNotFound, "there is no snapshot " + wanted.Name}
		}
		if err := os.Remove(filepath.Join(folder, wanted.Name)); err != nil {
			return err
		}
		return answerJSON(answer, []snapshotFile{})
	case "prune":
		for _, one := range tooMany(listSnapshots(folder), wanted.Name, wanted.Retention) {
			if err := os.Remove(filepath.Join(folder, one.Name)); err != nil {
				return err
			}
		}
		return answerJSON(answer, listSnapshots(folder))
	}
	return statusError{http.StatusBadRequest, "no operation: " + wanted.Operation}
}

func (supervisor *supervisor) saveSnapshot(ctx context.Context, path string) error {
	client, err := supervisor.etcdClient(localEtcd)
	if err != nil {
		return err
	}
	defer client.Close()
	stream, err := client.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer stream.Close()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	part, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(path + ".part")
	if _, err := io.Copy(part, stream); err != nil {
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	if err := part.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

func listSnapshots(folder string) []snapshotFile {
	found := []snapshotFile{}
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		stat, err := entry.Info()
		if err != nil || !stat.Mode().IsRegular() || strings.HasSuffix(entry.Name(), ".part") {
			continue
		}
		location := "file://" + filepath.Join(folder, entry.Name())
		found = append(found, snapshotFile{entry.Name(), location, stat.Size(), stat.ModTime().UTC()})
	}
	sort.Slice(found, func(one, other int) bool { return found[one].CreatedAt.Before(found[other].CreatedAt) })
	return found
}

func only(files []snapshotFile, name string) []snapshotFile {
	found := []snapshotFile{}
	for _, one := range files {
		if one.Name == name {
			found = append(found, one)
		}
	}
	return found
}

// tooMany are the oldest of a name beyond those that are kept.
func tooMany(files []snapshotFile, name string, kept int) []snapshotFile {
	if name == "" {
		name = "on-demand"
	}
	var own []snapshotFile
	for _, one := range files {
		if strings.HasPrefix(one.Name, name+"-") {
			own = append(own, one)
		}
	}
	if kept < 1 || len(own) <= kept {
		return nil
	}
	return own[:len(own)-kept]
}

// snapshotCommand is `k3s etcd-snapshot`.
func snapshotCommand(words []string) int {
	operations := map[string]string{"save": "save", "ls": "list", "list": "list", "delete": "delete", "prune": "prune"}
	operation := "save"
	if len(words) > 0 && operations[words[0]] != "" {
		operation, words = operations[words[0]], words[1:]
	}
	set := flag.NewFlagSet("etcd-snapshot", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	name := set.String("name", "", "")
	format := set.String("o", "table", "")
	set.StringVar(format, "output", "table", "")
	folder := set.String("dir", "", "")
	set.StringVar(folder, "etcd-snapshot-dir", "", "")
	retention := set.Int("snapshot-retention", 5, "")
	data := set.String("data-dir", "/var/lib/rancher/k3s", "")
	server := set.String("etcd-server", "https://127.0.0.1:6443", "")
	if err := set.Parse(words); err != nil {
		return failed(usageError{err.Error()})
	}
	if operation == "delete" && set.NArg() == 1 {
		*name = set.Arg(0)
	}
	text, err := askOwn(*data, *server, http.MethodPost, "/db/snapshot", snapshotRequest{operation, *name, *retention, *folder})
	if err != nil {
		return failed(err)
	}
	if *format == "json" {
		fmt.Println(string(text))
		return 0
	}
	var files []snapshotFile
	if err := json.Unmarshal(text, &files); err != nil {
		return failed(err)
	}
	if operation == "save" {
		for _, one := range files {
			info("Snapshot %s saved.", one.Name)
		}
		return 0
	}
	fmt.Println("Name Location Size Created")
	for _, one := range files {
		fmt.Println(one.Name, one.Location, one.Size, one.CreatedAt.Format(time.RFC3339))
	}
	return 0
}

// askOwn asks the server of this host by the token that it has left.
func askOwn(data, url, method, path string, body any) ([]byte, error) {
	text, err := readToken(places{data}.server("token"))
	if err != nil {
		return nil, err
	}
	token, err := parseToken(text, "server")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	own, err := meet(ctx, url, token)
	if err != nil {
		return nil, err
	}
	own.client.Timeout = 0
	sent, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return own.ask(ctx, method, path, nil, sent)
}

// tokenCommand is `k3s token`, of which rotate and generate are here.
func tokenCommand(words []string) int {
	if len(words) == 0 {
		return failed(notDone("know `k3s token` without a word"))
	}
	set := flag.NewFlagSet("token", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	new := set.String("new-token", "", "")
	data := set.String("data-dir", "/var/lib/rancher/k3s", "")
	server := set.String("server", "https://127.0.0.1:6443", "")
	_ = set.String("token", "", "")
	if err := set.Parse(words[1:]); err != nil {
		return failed(usageError{err.Error()})
	}
	switch words[0] {
	case "generate":
		fmt.Println(randomHex(3) + "." + randomHex(8))
		return 0
	case "rotate":
		if *new == "" {
			*new = randomHex(16)
		}
		if _, err := askOwn(*data, *server, http.MethodPut, "/v1-k3s/token", object{"NewToken": *new}); err != nil {
			return failed(err)
		}
		fmt.Println("WARNING: Recommended to keep a record of the old token. If restoring from a snapshot, you must use the token associated with that snapshot.")
		info("Token rotated, restart k3s nodes with new token")
		return 0
	}
	return failed(notDone("know `k3s token %s`", words[0]))
}
