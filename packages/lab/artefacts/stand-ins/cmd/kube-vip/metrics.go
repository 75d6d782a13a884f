package main

import (
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/osrg/gobgp/v4/api"
	"github.com/osrg/gobgp/v4/pkg/apiutil"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// sessions has kube-vip's name for them: 1 for the state that a session is in, 0 for the others.
var sessions = prometheus.NewGaugeVec(prometheus.GaugeOpts{
	Namespace: "kube_vip",
	Subsystem: "manager",
	Name:      "bgp_session_info",
	Help:      "The state of the session with a peer",
}, []string{"state", "peer"})

var standIn = prometheus.NewGaugeVec(prometheus.GaugeOpts{
	Name: "quorate_stand_in",
	Help: "What this is not",
}, []string{"of"})

func countSession(event *apiutil.WatchEventMessage_PeerEvent, _ time.Time) {
	if event.Type != apiutil.PEER_EVENT_STATE {
		return
	}
	state := event.Peer.State
	address := net.JoinHostPort(state.NeighborAddress.String(), strconv.Itoa(peersPort))
	slog.Info("a session has changed", "peer", address, "state", state.SessionState.String())
	for name, number := range api.PeerState_SessionState_value {
		value := 0.0
		// The protocol of GoBGP's API begins one number earlier than its own states do.
		if int(state.SessionState) == int(number)-1 {
			value = 1
		}
		sessions.WithLabelValues(name, address).Set(value)
	}
}

// serveMetrics answers on the port that kube-vip answers on; its being taken is no reason to end.
func serveMetrics(address string) {
	prometheus.MustRegister(sessions, standIn)
	standIn.WithLabelValues("kube-vip").Set(1)
	handler := http.NewServeMux()
	handler.Handle("/metrics", promhttp.Handler())
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	slog.Error("there are no metrics", "err", server.ListenAndServe())
}
