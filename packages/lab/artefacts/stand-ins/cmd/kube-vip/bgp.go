package main

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/osrg/gobgp/v4/api"
	"github.com/osrg/gobgp/v4/pkg/apiutil"
	"github.com/osrg/gobgp/v4/pkg/packet/bgp"
	"github.com/osrg/gobgp/v4/pkg/server"
)

// What kube-vip tells GoBGP, beside what its manifest says: it calls its peers and waits for none, tries again
// after so many seconds, and lets packets of a session of several hops live so long.
const (
	listenOnNone = -1
	connectRetry = 10
	multihopTTL  = 50
	peersPort    = 179
)

// runBGP announces the VIP while the apiserver beside it is healthy, and withdraws it before it ends. As with
// kube-vip the address itself stays on the interface, also after the end.
func runBGP(ctx context.Context, settings settings) error {
	speaker, err := startSpeaker(settings)
	if err != nil {
		return err
	}
	defer speaker.stop()
	if err := addAddress(settings.device, settings.prefix); err != nil {
		return err
	}
	if settings.health.address == "" {
		if err := speaker.announce(true); err != nil {
			return err
		}
		<-ctx.Done()
		return nil
	}
	client, err := healthClient(settings.health)
	if err != nil {
		return err
	}
	settings.health.watch(ctx, client, speaker.announce)
	return nil
}

// speaker is GoBGP with one route, which is announced or not.
type speaker struct {
	server *server.BgpServer
	path   *apiutil.Path

	mutex     sync.Mutex
	announced bool
}

// startSpeaker calls the peers: what they are told of is of the family of their own address, as GoBGP has it.
func startSpeaker(settings settings) (*speaker, error) {
	path, err := pathTo(settings.prefix)
	if err != nil {
		return nil, err
	}
	found := &speaker{server: server.NewBgpServer(server.LoggerOption(slog.Default(), &slog.LevelVar{})), path: path}
	go found.server.Serve()
	ctx := context.Background()
	global := &api.Global{Asn: settings.asn, RouterId: settings.routerID, ListenPort: listenOnNone}
	if err := found.server.StartBgp(ctx, &api.StartBgpRequest{Global: global}); err != nil {
		return nil, err
	}
	callbacks := server.WatchEventMessageCallbacks{OnPeerUpdate: countSession}
	if err := found.server.WatchEvent(ctx, callbacks, server.WatchPeer()); err != nil {
		return nil, err
	}
	for _, one := range settings.peers {
		if err := found.server.AddPeer(ctx, &api.AddPeerRequest{Peer: one.asGoBGP(settings)}); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (peer peer) asGoBGP(settings settings) *api.Peer {
	address := peer.address.String()
	return &api.Peer{
		Conf: &api.PeerConf{NeighborAddress: address, PeerAsn: peer.asn, AuthPassword: peer.password},
		Timers: &api.Timers{Config: &api.TimersConfig{
			ConnectRetry:      connectRetry,
			HoldTime:          settings.holdTime,
			KeepaliveInterval: settings.keepalive,
		}},
		EbgpMultihop: &api.EbgpMultihop{Enabled: peer.multihop, MultihopTtl: multihopTTL},
		Transport: &api.Transport{
			MtuDiscovery:  true,
			RemoteAddress: address,
			RemotePort:    peersPort,
			LocalAddress:  settings.sourceIP,
			BindInterface: settings.sourceIF,
		},
	}
}

// announce tells all peers of the VIP, or that it is here no longer; those as well that come later.
func (speaker *speaker) announce(wanted bool) error {
	speaker.mutex.Lock()
	defer speaker.mutex.Unlock()
	if speaker.announced == wanted {
		return nil
	}
	slog.Info("the VIP is announced", "now", wanted)
	var err error
	if wanted {
		_, err = speaker.server.AddPath(apiutil.AddPathRequest{Paths: []*apiutil.Path{speaker.path}})
	} else {
		err = speaker.server.DeletePath(apiutil.DeletePathRequest{Paths: []*apiutil.Path{speaker.path}})
	}
	if err == nil {
		speaker.announced = wanted
	}
	return err
}

// stop withdraws the VIP and ends the sessions in order.
func (speaker *speaker) stop() {
	if err := speaker.announce(false); err != nil {
		slog.Error("the VIP can't be withdrawn", "err", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := speaker.server.StopBgp(ctx, &api.StopBgpRequest{}); err != nil {
		slog.Error("BGP does not end", "err", err)
	}
}

// pathTo is a route whose next hop is, for each peer, this end of the session with it.
func pathTo(prefix netip.Prefix) (*apiutil.Path, error) {
	destination, err := bgp.NewIPAddrPrefix(prefix)
	if err != nil {
		return nil, err
	}
	if prefix.Addr().Is4() {
		hop, err := bgp.NewPathAttributeNextHop(netip.IPv4Unspecified())
		if err != nil {
			return nil, err
		}
		attributes := []bgp.PathAttributeInterface{bgp.NewPathAttributeOrigin(0), hop}
		return &apiutil.Path{Family: bgp.RF_IPv4_UC, Nlri: destination, Attrs: attributes}, nil
	}
	reach, err := bgp.NewPathAttributeMpReachNLRI(
		bgp.RF_IPv6_UC, []bgp.PathNLRI{{NLRI: destination}}, netip.IPv6Unspecified(),
	)
	if err != nil {
		return nil, err
	}
	attributes := []bgp.PathAttributeInterface{bgp.NewPathAttributeOrigin(0), reach}
	return &apiutil.Path{Family: bgp.RF_IPv6_UC, Nlri: destination, Attrs: attributes}, nil
}
