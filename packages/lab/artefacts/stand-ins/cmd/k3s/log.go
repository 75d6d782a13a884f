package main

import (
	"errors"
	"fmt"
	"os"
	"time"
)

func say(level, format string, words ...any) {
	now := time.Now().Format(time.RFC3339)
	fmt.Fprintf(os.Stderr, "time=%q level=%s msg=%q\n", now, level, fmt.Sprintf(format, words...))
}

func info(format string, words ...any) { say("info", format, words...) }

func warn(format string, words ...any) { say("warning", format, words...) }

// notDone is what the stand-in says where k3s would do something and it does not.
func notDone(format string, words ...any) error {
	return errors.New("the stand-in of k3s does not " + fmt.Sprintf(format, words...))
}
