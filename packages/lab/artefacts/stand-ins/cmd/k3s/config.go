package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"sigs.k8s.io/yaml"
)

const usualConfig = "/etc/rancher/k3s/config.yaml"

// readConfig adds what files say: the command line and the environment win, lists add up.
func (flags *flags) readConfig() error {
	named := flags.given["config"]
	path := flags.value("config", usualConfig)
	files := []string{path}
	more, _ := filepath.Glob(strings.TrimSuffix(path, "/") + ".d/*.yaml")
	sort.Strings(more)
	files = append(files, more...)
	told := map[string][]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) && len(named) == 0 {
			continue
		}
		if err != nil {
			return err
		}
		if err := addConfig(told, text); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	names := make([]string, 0, len(told))
	for name := range told {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		values := told[name]
		long := flags.longName(name)
		row, known := flags.table[long]
		if !known || !slices.Contains(row.of, flags.command) {
			warn("Unknown flag --%s found in config.yaml, skipping", name)
			continue
		}
		for _, value := range values {
			flags.fromFiles = append(flags.fromFiles, "--"+long+"="+value)
		}
		if row.kind == "list" {
			flags.given[long] = append(slices.Clone(values), flags.given[long]...)
		} else if len(flags.given[long]) == 0 && len(values) > 0 {
			flags.given[long] = values[len(values)-1:]
		}
	}
	return nil
}

// addConfig reads one file over those before it: a key replaces theirs, one with + at its end is added to it.
func addConfig(told map[string][]string, text []byte) error {
	var file map[string]any
	if err := yaml.Unmarshal(text, &file); err != nil {
		return err
	}
	for key, value := range file {
		name, adds := strings.CutSuffix(key, "+")
		if !adds {
			told[name] = nil
		}
		if list, ok := value.([]any); ok {
			for _, one := range list {
				told[name] = append(told[name], scalar(one))
			}
			continue
		}
		told[name] = append(told[name], scalar(value))
	}
	return nil
}

// scalar is a value as one would write it on a command line. JSON knows one kind of number.
func scalar(value any) string {
	if number, ok := value.(float64); ok && number == float64(int64(number)) {
		return fmt.Sprintf("%d", int64(number))
	}
	return fmt.Sprint(value)
}
