package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

// supervisor is what a server answers beside the apiserver.
type supervisor struct {
	settings
	access *access
	trust  trust
	// Whether the apiserver was ready once.
	ready atomic.Bool
	api   *api
	proxy http.Handler
}

// route is an answer of the supervisor's.
type route struct {
	who    who
	method string
	answer func(*supervisor, http.ResponseWriter, *http.Request) error
}

// routes are those of k3s that the stand-in has, by their paths. All else is the apiserver's.
var routes = map[string]route{
	"/ping":                             {anybody, http.MethodGet, text("pong")},
	"/cacerts":                          {anybody, http.MethodGet, file("tls/server-ca.crt")},
	"/v1-k3s/client-ca.crt":             {nodes, http.MethodGet, file("tls/client-ca.crt")},
	"/v1-k3s/server-ca.crt":             {nodes, http.MethodGet, file("tls/server-ca.crt")},
	"/v1-k3s/config":                    {nodes, http.MethodGet, (*supervisor).answerConfig},
	"/v1-k3s/readyz":                    {nodes, http.MethodGet, (*supervisor).answerReady},
	"/v1-k3s/apiservers":                {nodes, http.MethodGet, (*supervisor).answerServers},
	"/v1-k3s/serving-kubelet.crt":       {nodes, http.MethodPost, (*supervisor).answerServingKubelet},
	"/v1-k3s/client-kubelet.crt":        {nodes, http.MethodPost, (*supervisor).answerClientKubelet},
	"/v1-k3s/client-kube-proxy.crt":     {nodes, http.MethodPost, signed("client-kube-proxy")},
	"/v1-k3s/client-k3s-controller.crt": {nodes, http.MethodPost, signed("client-k3s-controller")},
	"/v1-k3s/server-bootstrap":          {servers, http.MethodGet, (*supervisor).answerBootstrap},
	"/v1-k3s/token":                     {servers, http.MethodPut, (*supervisor).answerToken},
	"/db/info":                          {servers, http.MethodGet, (*supervisor).answerMembers},
	"/db/snapshot":                      {servers, http.MethodPost, (*supervisor).answerSnapshot},
	"/v1-k3s/encrypt/status":            {servers, http.MethodGet, absent("/v1-k3s/encrypt/status")},
	"/v1-k3s/encrypt/config":            {servers, http.MethodPut, absent("/v1-k3s/encrypt/config")},
	"/v1-k3s/cert/cacerts":              {servers, http.MethodPut, absent("/v1-k3s/cert/cacerts")},
}

func (supervisor *supervisor) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	route, ours := routes[request.URL.Path]
	switch {
	case !ours && supervisor.ready.Load():
		supervisor.proxy.ServeHTTP(answer, request)
	case !ours:
		http.Error(answer, "apiserver not ready", http.StatusServiceUnavailable)
	case !supervisor.access.allows(request, route.who):
		answer.Header().Set("WWW-Authenticate", `Basic realm="k3s"`)
		http.Error(answer, "not authorized", http.StatusUnauthorized)
	case route.method != request.Method:
		http.Error(answer, "method not allowed", http.StatusMethodNotAllowed)
	default:
		if err := route.answer(supervisor, answer, request); err != nil {
			fail(answer, err)
		}
	}
}

func fail(answer http.ResponseWriter, err error) {
	code := http.StatusInternalServerError
	if status, ok := err.(statusError); ok {
		code = status.code
	}
	http.Error(answer, err.Error(), code)
}

func text(said string) func(*supervisor, http.ResponseWriter, *http.Request) error {
	return func(_ *supervisor, answer http.ResponseWriter, _ *http.Request) error {
		answer.Header().Set("Content-Type", "text/plain")
		_, err := io.WriteString(answer, said)
		return err
	}
}

func file(path string) func(*supervisor, http.ResponseWriter, *http.Request) error {
	return func(supervisor *supervisor, answer http.ResponseWriter, _ *http.Request) error {
		content, err := os.ReadFile(supervisor.places.server(path))
		if err != nil {
			return err
		}
		_, err = answer.Write(content)
		return err
	}
}

func absent(path string) func(*supervisor, http.ResponseWriter, *http.Request) error {
	return func(*supervisor, http.ResponseWriter, *http.Request) error {
		return statusError{http.StatusNotImplemented, notDone("answer %s", path).Error()}
	}
}

func answerJSON(answer http.ResponseWriter, value any) error {
	answer.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(answer).Encode(value)
}

func (supervisor *supervisor) answerConfig(answer http.ResponseWriter, _ *http.Request) error {
	return answerJSON(answer, supervisor.config())
}

func (supervisor *supervisor) answerReady(answer http.ResponseWriter, _ *http.Request) error {
	if !supervisor.ready.Load() {
		return statusError{http.StatusServiceUnavailable, "not ready"}
	}
	return text("ok")(supervisor, answer, nil)
}

// answerServers tells agents whom to ask: the addresses of the Service `kubernetes`.
func (supervisor *supervisor) answerServers(answer http.ResponseWriter, request *http.Request) error {
	if !supervisor.ready.Load() {
		return statusError{http.StatusServiceUnavailable, "apiserver not ready"}
	}
	found, err := supervisor.api.servers(request.Context())
	if err != nil {
		return err
	}
	return answerJSON(answer, found)
}

func (supervisor *supervisor) answerBootstrap(answer http.ResponseWriter, _ *http.Request) error {
	found, err := readBundle(supervisor.places)
	if err != nil {
		return err
	}
	return answerJSON(answer, found)
}

func (supervisor *supervisor) answerMembers(answer http.ResponseWriter, request *http.Request) error {
	client, err := supervisor.etcdClient(localEtcd)
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(request.Context(), 5*time.Second)
	defer cancel()
	list, err := client.MemberList(ctx)
	if err != nil {
		return statusError{http.StatusServiceUnavailable, err.Error()}
	}
	return answerJSON(answer, membersAnswer{list.Members})
}

// answerToken replaces the server token: what etcd has is encrypted anew.
func (supervisor *supervisor) answerToken(answer http.ResponseWriter, request *http.Request) error {
	var wanted struct{ NewToken string }
	if err := json.NewDecoder(io.LimitReader(request.Body, 1<<16)).Decode(&wanted); err != nil {
		return statusError{http.StatusBadRequest, err.Error()}
	}
	new, err := parseToken(wanted.NewToken, "server")
	if err != nil {
		return statusError{http.StatusBadRequest, err.Error()}
	}
	old, agent := supervisor.access.tokens()
	if agent == old {
		agent = new.secret
	}
	cacerts := supervisor.trust.server.file
	if err := supervisor.writeTokens(new, token{"", "node", agent}, cacerts); err != nil {
		return err
	}
	client, err := supervisor.etcdClient(localEtcd)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := store(request.Context(), client, supervisor.places, new.secret); err != nil {
		return err
	}
	if old != new.secret {
		if _, err := client.Delete(request.Context(), bundleKey(old)); err != nil {
			return err
		}
	}
	supervisor.access.rotate(new.secret)
	info("The token was rotated: give the new one to all servers, and restart them")
	return text("ok")(supervisor, answer, nil)
}
