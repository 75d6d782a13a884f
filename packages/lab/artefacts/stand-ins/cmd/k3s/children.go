package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// children are the programs that k3s has in itself. As in k3s, the end of one is the end of all.
type children struct {
	// The first end that nobody asked for.
	ended chan error

	mutex    sync.Mutex
	running  []*child
	stopping bool
	// Programs are started by one thread that lives as long as this process: the kernel ends them with it.
	requests chan request
}

type child struct {
	name    string
	command *exec.Cmd
	done    chan struct{}
}

type request struct {
	command *exec.Cmd
	result  chan error
}

func newChildren() *children {
	made := &children{ended: make(chan error, 16), requests: make(chan request)}
	go func() {
		runtime.LockOSThread()
		for one := range made.requests {
			one.result <- one.command.Start()
		}
	}()
	return made
}

// start runs a program until the end. Each of its lines is given to `hear`, where there is one.
func (children *children) start(name string, env, words []string, hear func(string)) error {
	command := exec.Command(beside(name), words...)
	command.Env = append(os.Environ(), env...)
	command.Stdout = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	var pipe *io.PipeWriter
	if hear == nil {
		command.Stderr = os.Stderr
	} else {
		var reader *io.PipeReader
		reader, pipe = io.Pipe()
		command.Stderr = pipe
		go tee(reader, hear)
	}
	info("Running %s %v", name, words)
	result := make(chan error)
	children.requests <- request{command, result}
	if err := <-result; err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	one := &child{name, command, make(chan struct{})}
	children.mutex.Lock()
	children.running = append(children.running, one)
	children.mutex.Unlock()
	go func() {
		err := command.Wait()
		if pipe != nil {
			_ = pipe.Close()
		}
		close(one.done)
		children.mutex.Lock()
		defer children.mutex.Unlock()
		if !children.stopping {
			children.ended <- fmt.Errorf("%s ended: %v", name, err)
		}
	}()
	return nil
}

func tee(reader io.Reader, hear func(string)) {
	lines := bufio.NewReader(reader)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			_, _ = os.Stderr.WriteString(line)
			hear(line)
		}
		if err != nil {
			return
		}
	}
}

// stop ends them, the last one first: each has ten seconds.
func (children *children) stop() {
	children.mutex.Lock()
	children.stopping = true
	running := children.running
	children.mutex.Unlock()
	for index := len(running) - 1; index >= 0; index-- {
		one := running[index]
		_ = one.command.Process.Signal(syscall.SIGTERM)
		select {
		case <-one.done:
		case <-time.After(10 * time.Second):
			_ = one.command.Process.Kill()
			<-one.done
		}
	}
}

// wait asks until it holds.
func wait(ctx context.Context, every time.Duration, what string, holds func(context.Context) error) error {
	said := ""
	for {
		err := holds(ctx)
		if err == nil {
			return nil
		}
		if fatal, ok := err.(fatalError); ok {
			return fatal.error
		}
		if text := err.Error(); text != said {
			info("Waiting for %s: %s", what, text)
			said = text
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
	}
}
