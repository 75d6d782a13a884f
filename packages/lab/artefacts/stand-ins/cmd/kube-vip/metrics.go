package main

import (
	"fmt"
	"log"
	"net/http"
	"time"
)

// serveMetrics answers on the port that kube-vip answers on; its being taken is no reason to end.
func serveMetrics(address string) {
	if address == "" {
		return
	}
	handler := http.NewServeMux()
	handler.HandleFunc("/metrics", func(answer http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(answer, "# TYPE quorate_stand_in gauge\nquorate_stand_in{of=\"kube-vip\"} 1\n")
	})
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	log.Print(server.ListenAndServe())
}
