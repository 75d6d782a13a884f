package netlink

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"
)

// protocol marks the routes made here, so that they are found again and no others are touched.
const protocol = 81

// Route to a network through a neighbour.
type Route struct {
	To  netip.Prefix
	Via netip.Addr
}

// SetRoute makes a route, or gives one that is there its gateway.
func SetRoute(route Route) error {
	flags := uint16(syscall.NLM_F_CREATE | syscall.NLM_F_REPLACE)
	if err := request(syscall.RTM_NEWROUTE, flags, routeMessage(route)); err != nil {
		return fmt.Errorf("route to %s via %s: %w", route.To, route.Via, err)
	}
	return nil
}

// RemoveRoute takes a route away; it not being there is no error.
func RemoveRoute(route Route) error {
	err := request(syscall.RTM_DELROUTE, 0, routeMessage(route))
	if errors.Is(err, syscall.ESRCH) {
		return nil
	}
	return err
}

func routeMessage(route Route) []byte {
	header := make([]byte, syscall.SizeofRtMsg)
	header[0] = family(route.To.Addr())
	header[1] = byte(route.To.Bits())
	header[4] = syscall.RT_TABLE_MAIN
	header[5] = protocol
	header[6] = syscall.RT_SCOPE_UNIVERSE
	header[7] = syscall.RTN_UNICAST
	body := append(header, attribute(syscall.RTA_DST, route.To.Addr().AsSlice())...)
	return append(body, attribute(syscall.RTA_GATEWAY, route.Via.AsSlice())...)
}

// Routes lists those made here.
func Routes() ([]Route, error) {
	var found []Route
	for _, of := range []int{syscall.AF_INET, syscall.AF_INET6} {
		table, err := syscall.NetlinkRIB(syscall.RTM_GETROUTE, of)
		if err != nil {
			return nil, err
		}
		messages, err := syscall.ParseNetlinkMessage(table)
		if err != nil {
			return nil, err
		}
		for index := range messages {
			if route, ok := parseRoute(&messages[index]); ok {
				found = append(found, route)
			}
		}
	}
	return found, nil
}

func parseRoute(message *syscall.NetlinkMessage) (Route, bool) {
	if message.Header.Type != syscall.RTM_NEWROUTE || message.Data[5] != protocol {
		return Route{}, false
	}
	attributes, err := syscall.ParseNetlinkRouteAttr(message)
	if err != nil {
		return Route{}, false
	}
	var route Route
	for _, one := range attributes {
		value, ok := netip.AddrFromSlice(one.Value)
		switch {
		case one.Attr.Type == syscall.RTA_DST && ok:
			route.To = netip.PrefixFrom(value, int(message.Data[1]))
		case one.Attr.Type == syscall.RTA_GATEWAY && ok:
			route.Via = value
		}
	}
	return route, route.To.IsValid() && route.Via.IsValid()
}
