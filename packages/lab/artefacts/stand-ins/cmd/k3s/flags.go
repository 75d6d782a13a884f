package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

//go:embed flags.json
var flagTable []byte

// flagRow is a row of flags.json: the commands that know it, its kind, what is done about it; then, where there are
// such, the variable of the environment, and the short name.
type flagRow struct {
	of []string
	// value: the last one counts; list: they add up, with commas too; switch: on or off.
	kind string
	// done; said: it is taken, and a line of the log says that nothing is done about it; refused.
	does       string
	env, short string
}

func readFlags() map[string]flagRow {
	texts := map[string]string{}
	if err := json.Unmarshal(flagTable, &texts); err != nil {
		panic(err)
	}
	table := map[string]flagRow{}
	for name, text := range texts {
		words := strings.Fields(text)
		row := flagRow{of: strings.Split(words[0], "+"), kind: words[1], does: words[2]}
		for _, word := range words[3:] {
			if short, isShort := strings.CutPrefix(word, "-"); isShort {
				row.short = short
			} else {
				row.env = word
			}
		}
		table[name] = row
	}
	return table
}

// flags are what a command was told, by the long names of flags.
type flags struct {
	command string
	table   map[string]flagRow
	given   map[string][]string
	// The words of the command line, and those that stand for the configuration's files.
	words, fromFiles []string
}

// usageError is one that k3s tells as an incorrect usage.
type usageError struct{ text string }

func (err usageError) Error() string { return "Incorrect Usage: " + err.text }

// parseFlags reads a command line, then what the environment has beside it, then the configuration's files.
func parseFlags(command string, words []string, environ func(string) string) (flags, error) {
	found := flags{command: command, table: readFlags(), given: map[string][]string{}, words: words}
	if err := found.parseWords(words); err != nil {
		return found, err
	}
	for name, row := range found.table {
		value := environ(row.env)
		if row.env == "" || value == "" || len(found.given[name]) > 0 || !slices.Contains(row.of, command) {
			continue
		}
		found.given[name] = []string{value}
	}
	err := found.readConfig()
	return found, err
}

func (flags *flags) parseWords(words []string) error {
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		if !strings.HasPrefix(word, "-") {
			return usageError{fmt.Sprintf("unexpected argument: %s", word)}
		}
		bare, value, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
		name := flags.longName(bare)
		row, known := flags.table[name]
		if !known || !slices.Contains(row.of, flags.command) {
			return usageError{"flag provided but not defined: -" + bare}
		}
		switch {
		case hasValue:
		case row.kind == "switch":
			value = "true"
		case len(words) == 0:
			return usageError{"flag needs an argument: -" + bare}
		default:
			value = words[0]
			words = words[1:]
		}
		flags.add(name, value)
	}
	return nil
}

func (flags *flags) longName(bare string) string {
	for name, row := range flags.table {
		if row.short != "" && row.short == bare {
			return name
		}
	}
	return bare
}

func (flags *flags) add(name, value string) {
	if flags.table[name].kind == "list" {
		flags.given[name] = append(flags.given[name], value)
		return
	}
	flags.given[name] = []string{value}
}

func (flags flags) value(name, otherwise string) string {
	if given := flags.given[name]; len(given) > 0 && given[0] != "" {
		return given[0]
	}
	return otherwise
}

// list has the values of a flag that may be given several times, each with commas.
func (flags flags) list(name string) (all []string) {
	for _, given := range flags.given[name] {
		for _, one := range strings.Split(given, ",") {
			if one = strings.TrimSpace(one); one != "" {
				all = append(all, one)
			}
		}
	}
	return all
}

// whole has them without splitting: arguments of other programs.
func (flags flags) whole(name string) []string { return flags.given[name] }

func (flags flags) on(name string) bool {
	switch flags.value(name, "false") {
	case "true", "1", "t", "yes":
		return true
	}
	return false
}

// commandLine is all that k3s was told by words: its files before the command line.
func (flags flags) commandLine() []string {
	return append(append([]string{flags.command}, flags.fromFiles...), flags.words...)
}

// limits says what of the flags the stand-in does nothing about: an error where it refuses them.
func (flags flags) limits() error {
	names := make([]string, 0, len(flags.given))
	for name := range flags.given {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		row := flags.table[name]
		if row.kind == "switch" && !flags.on(name) {
			continue
		}
		switch row.does {
		case "refused":
			return notDone("know --%s; the real one does", name)
		case "said":
			info("the stand-in of k3s does nothing about --%s", name)
		}
	}
	return nil
}

// text of a file that may appear a moment later, as k3s waits for it, trimmed.
func readToken(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(text)), nil
}
