// pause does nothing until it is told to end: it holds the namespaces of a pod.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGINT, syscall.SIGTERM)
	// As process 1 of a pod that shares its processes it inherits the orphans.
	signal.Ignore(syscall.SIGCHLD)
	<-ended
}
