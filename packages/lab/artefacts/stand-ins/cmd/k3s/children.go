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

// program is one of these.
type program struct {
	name       string
	env, words []string
	// Each line that it says is given to this, where it is there.
	hear func(string)
	// Whether it is started again when it ends: what has lost its lease ends, and on a machine that is as busy as that
	// of a lab that would be the end of k3s every other minute.
	again bool
}

// start runs a program until the end.
func (children *children) start(program program) error {
	command := exec.Command(beside(program.name), program.words...)
	command.Env = append(os.Environ(), program.env...)
	command.Stdout = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	var pipe *io.PipeWriter
	if program.hear == nil {
		command.Stderr = os.Stderr
	} else {
		var reader *io.PipeReader
		reader, pipe = io.Pipe()
		command.Stderr = pipe
		go tee(reader, program.hear)
	}
	one := &child{program.name, command, make(chan struct{})}
	children.mutex.Lock()
	defer children.mutex.Unlock()
	if children.stopping {
		return nil
	}
	info("Running %s %v", program.name, program.words)
	result := make(chan error)
	children.requests <- request{command, result}
	if err := <-result; err != nil {
		return fmt.Errorf("%s: %w", program.name, err)
	}
	children.running = append(children.running, one)
	go func() {
		err := command.Wait()
		if pipe != nil {
			_ = pipe.Close()
		}
		close(one.done)
		children.after(program, err)
	}()
	return nil
}

// after a program has ended: so does everything, or it is started again.
func (children *children) after(program program, err error) {
	children.mutex.Lock()
	stopping := children.stopping
	children.mutex.Unlock()
	switch {
	case stopping:
	case program.again:
		warn("%s ended: %v: it is started again", program.name, err)
		time.Sleep(2 * time.Second)
		if err := children.start(program); err != nil {
			children.ended <- err
		}
	default:
		children.ended <- fmt.Errorf("%s ended: %v", program.name, err)
	}
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
