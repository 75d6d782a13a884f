// hello answers over HTTP with the name of its pod, and fetches a URL for who asks: that is how one pod is
// seen to reach another. From a shell that is not there (`kubectl exec`), `hello get <url>…` does the same, and
// `hello lookup <name>` prints the addresses of a name, one a line, and the names of an address.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 2 && os.Args[1] == "get" {
		for _, url := range os.Args[2:] {
			text, err := get(url)
			if err != nil {
				log.Fatal(err)
			}
			fmt.Print(text)
		}
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "lookup" {
		look := net.LookupHost
		if net.ParseIP(os.Args[2]) != nil {
			look = net.LookupAddr
		}
		found, err := look(os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(strings.Join(found, "\n"))
		return
	}
	name, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(answer http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(answer, name)
	})
	http.HandleFunc("/get", func(answer http.ResponseWriter, request *http.Request) {
		text, err := get(request.URL.Query().Get("url"))
		if err != nil {
			http.Error(answer, err.Error(), http.StatusBadGateway)
			return
		}
		fmt.Fprint(answer, text)
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	serve(&http.Server{Addr: ":" + port, ReadHeaderTimeout: 5 * time.Second})
}

func get(url string) (string, error) {
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return string(text), err
}

func serve(server *http.Server) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		if err := server.ListenAndServe(); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
	<-ctx.Done()
	_ = server.Close()
}
