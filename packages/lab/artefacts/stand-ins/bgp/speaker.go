package bgp

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/netip"
	"sync"
	"syscall"
	"time"
)

// Peer to announce to.
type Peer struct {
	Address  netip.Addr
	ASN      uint32
	Multihop bool
}

// Speaker announces one prefix to its peers, or withdraws it.
type Speaker struct {
	ASN       uint32
	ID        netip.Addr
	HoldTime  time.Duration
	Keepalive time.Duration
	Prefix    netip.Prefix

	mutex     sync.Mutex
	announced bool
	changed   chan struct{}
}

// How long to wait before a peer is dialled again.
const retry = 2 * time.Second

const dialTimeout = 5 * time.Second

// Announce says whether the prefix is announced from now on. It returns at once.
func (speaker *Speaker) Announce(wanted bool) {
	speaker.mutex.Lock()
	defer speaker.mutex.Unlock()
	if speaker.announced == wanted {
		return
	}
	speaker.announced = wanted
	if speaker.changed != nil {
		close(speaker.changed)
	}
	speaker.changed = make(chan struct{})
}

// desired returns what is wanted, and a channel that is closed when that changes.
func (speaker *Speaker) desired() (bool, <-chan struct{}) {
	speaker.mutex.Lock()
	defer speaker.mutex.Unlock()
	if speaker.changed == nil {
		speaker.changed = make(chan struct{})
	}
	return speaker.announced, speaker.changed
}

// Run keeps a session with each peer until the context ends, which closes them in an orderly way.
func (speaker *Speaker) Run(ctx context.Context, peers []Peer) {
	var sessions sync.WaitGroup
	for _, peer := range peers {
		sessions.Add(1)
		go func(peer Peer) {
			defer sessions.Done()
			for ctx.Err() == nil {
				err := speaker.session(ctx, peer)
				if ctx.Err() == nil {
					log.Printf("bgp %s: %v; again in %s", peer.Address, err, retry)
					pause(ctx, retry)
				}
			}
		}(peer)
	}
	sessions.Wait()
}

func pause(ctx context.Context, duration time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(duration):
	}
}

func (speaker *Speaker) session(ctx context.Context, peer Peer) error {
	connection, err := speaker.dial(ctx, peer)
	if err != nil {
		return err
	}
	defer connection.Close()
	remote, err := speaker.handshake(connection, peer)
	if err != nil {
		return err
	}
	log.Printf("bgp %s: established with AS %d", peer.Address, peer.ASN)

	holdTime := speaker.HoldTime
	if theirs := time.Duration(remote.holdTime) * time.Second; theirs < holdTime {
		holdTime = theirs
	}
	broken := make(chan error, 1)
	go func() { broken <- listen(connection, holdTime) }()

	nextHop, err := speaker.nextHop(connection)
	if err != nil {
		return err
	}
	own := route{speaker.Prefix, nextHop, speaker.ASN, peer.ASN != speaker.ASN, remote.wide}
	return speaker.speak(ctx, connection, own, broken)
}

func (speaker *Speaker) dial(ctx context.Context, peer Peer) (net.Conn, error) {
	dialer := net.Dialer{Timeout: dialTimeout}
	if !peer.Multihop && peer.ASN != speaker.ASN {
		// A neighbour is one hop away.
		dialer.Control = func(_, _ string, raw syscall.RawConn) (err error) {
			level, option := syscall.IPPROTO_IP, syscall.IP_TTL
			if peer.Address.Is6() {
				level, option = syscall.IPPROTO_IPV6, syscall.IPV6_UNICAST_HOPS
			}
			if failure := raw.Control(func(socket uintptr) {
				err = syscall.SetsockoptInt(int(socket), level, option, 1)
			}); failure != nil {
				return failure
			}
			return err
		}
	}
	return dialer.DialContext(ctx, "tcp", netip.AddrPortFrom(peer.Address, 179).String())
}

func (speaker *Speaker) handshake(connection net.Conn, peer Peer) (peerOpen, error) {
	if err := connection.SetDeadline(time.Now().Add(speaker.HoldTime)); err != nil {
		return peerOpen{}, err
	}
	hold := uint16(speaker.HoldTime / time.Second)
	if _, err := connection.Write(openMessage(speaker.ASN, hold, speaker.ID)); err != nil {
		return peerOpen{}, err
	}
	kind, body, err := readMessage(connection)
	if err != nil {
		return peerOpen{}, err
	}
	if kind != open {
		return peerOpen{}, unexpected(kind, body)
	}
	remote, err := parseOpen(body)
	if err != nil {
		return peerOpen{}, err
	}
	if remote.asn != peer.ASN {
		_, _ = connection.Write(frame(notification, []byte{2, 2}))
		return peerOpen{}, fmt.Errorf("it is AS %d and not %d", remote.asn, peer.ASN)
	}
	if _, err := connection.Write(frame(keepalive, nil)); err != nil {
		return peerOpen{}, err
	}
	kind, body, err = readMessage(connection)
	if err != nil {
		return peerOpen{}, err
	}
	if kind != keepalive {
		return peerOpen{}, unexpected(kind, body)
	}
	return remote, connection.SetDeadline(time.Time{})
}

func unexpected(kind byte, body []byte) error {
	if kind == notification && len(body) >= 2 {
		return fmt.Errorf("it closed the session, code %d/%d", body[0], body[1])
	}
	return fmt.Errorf("a message of type %d out of turn", kind)
}

// listen reads until the session breaks; what routes the peer announces is of no interest.
func listen(connection net.Conn, holdTime time.Duration) error {
	for {
		if holdTime > 0 {
			if err := connection.SetReadDeadline(time.Now().Add(holdTime)); err != nil {
				return err
			}
		}
		kind, body, err := readMessage(connection)
		if err != nil {
			return err
		}
		if kind == notification {
			return unexpected(kind, body)
		}
	}
}

// nextHop is the own address of the session, or the id where the prefix is of the other family.
func (speaker *Speaker) nextHop(connection net.Conn) (netip.Addr, error) {
	local, err := netip.ParseAddrPort(connection.LocalAddr().String())
	if err != nil {
		return netip.Addr{}, err
	}
	address := local.Addr().Unmap().WithZone("")
	switch {
	case address.Is4() == speaker.Prefix.Addr().Is4():
		return address, nil
	case speaker.Prefix.Addr().Is4():
		return speaker.ID, nil
	default:
		return netip.Addr{}, errors.New("an IPv6 address can't be announced over an IPv4 session")
	}
}

func (speaker *Speaker) speak(ctx context.Context, to net.Conn, own route, broken <-chan error) error {
	alive := time.NewTicker(speaker.Keepalive)
	defer alive.Stop()
	said := false
	for {
		wanted, changed := speaker.desired()
		if wanted != said {
			message := withdrawMessage(own.prefix)
			if wanted {
				message = announceMessage(own)
			}
			if _, err := to.Write(message); err != nil {
				return err
			}
			said = wanted
			log.Printf("bgp %s: %s announced: %t", to.RemoteAddr(), own.prefix, wanted)
		}
		select {
		case <-ctx.Done():
			// Cease, administrative shutdown (RFC 4486): the peer forgets the route at once.
			_, err := to.Write(frame(notification, []byte{6, 2}))
			return err
		case err := <-broken:
			return err
		case <-changed:
		case <-alive.C:
			if _, err := to.Write(frame(keepalive, nil)); err != nil {
				return err
			}
		}
	}
}
