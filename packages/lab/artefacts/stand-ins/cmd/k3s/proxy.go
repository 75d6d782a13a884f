package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

// apiserverProxy hands requests over to the apiserver. Whoever came with a certificate of this cluster's is named to
// it as a front proxy does; tokens go through as they are.
func (settings settings) apiserverProxy(access *access) (http.Handler, error) {
	at := settings.places
	pair, err := tls.LoadX509KeyPair(at.tls("client-auth-proxy.crt"), at.tls("client-auth-proxy.key"))
	if err != nil {
		return nil, err
	}
	authority, err := readAuthority(at.tls("server-ca.crt"), at.tls("server-ca.key"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority.file)
	target, err := url.Parse("https://" + hostPort(apiserverAddress, settings.port))
	if err != nil {
		return nil, err
	}
	proxy := func(certificates ...tls.Certificate) *httputil.ReverseProxy {
		return &httputil.ReverseProxy{
			Rewrite:       func(request *httputil.ProxyRequest) { rewrite(request, access, target) },
			FlushInterval: -1,
			// Whoever leaves says so himself.
			ErrorLog: log.New(devNull{}, "", 0),
			Transport: &http.Transport{
				// Its certificate is of the addresses that others ask.
				TLSClientConfig:     &tls.Config{RootCAs: roots, Certificates: certificates, ServerName: "127.0.0.1"},
				MaxIdleConnsPerHost: 64,
			},
			ErrorHandler: func(answer http.ResponseWriter, _ *http.Request, err error) {
				http.Error(answer, "apiserver not ready: "+err.Error(), http.StatusServiceUnavailable)
			},
		}
	}
	named, nameless := proxy(pair), proxy()
	return http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		if access.userOf(request) != nil {
			named.ServeHTTP(answer, request)
		} else {
			nameless.ServeHTTP(answer, request)
		}
	}), nil
}

func rewrite(request *httputil.ProxyRequest, access *access, target *url.URL) {
	request.SetURL(target)
	request.Out.Host = request.In.Host
	for name := range request.Out.Header {
		if strings.HasPrefix(strings.ToLower(name), "x-remote-") {
			request.Out.Header.Del(name)
		}
	}
	if user := access.userOf(request.In); user != nil {
		request.Out.Header.Set("X-Remote-User", user.Subject.CommonName)
		for _, group := range user.Subject.Organization {
			request.Out.Header.Add("X-Remote-Group", group)
		}
	}
	request.SetXForwarded()
}

// forward hands connections from one address to whichever of others takes them.
func forward(listen string, targets func() []string) error {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go handOver(connection, targets())
		}
	}()
	return nil
}

func handOver(from net.Conn, targets []string) {
	defer from.Close()
	for _, target := range targets {
		to, err := net.DialTimeout("tcp", target, dialTimeout)
		if err != nil {
			continue
		}
		defer to.Close()
		go func() {
			_, _ = io.Copy(to, from)
			_ = to.Close()
		}()
		_, _ = io.Copy(from, to)
		return
	}
}
