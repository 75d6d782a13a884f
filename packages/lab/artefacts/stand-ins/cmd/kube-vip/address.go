package main

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"github.com/vishvananda/netlink"
)

// isUp says why an interface is none that a VIP could be on.
func isUp(device string) error {
	link, err := netlink.LinkByName(device)
	if err != nil {
		return fmt.Errorf("%s: %w", device, err)
	}
	// What has no carrier to tell of, such as lo, is of unknown state.
	if state := link.Attrs().OperState; state != netlink.OperUp && state != netlink.OperUnknown {
		return fmt.Errorf("%s is %s", device, state)
	}
	return nil
}

// addAddress gives an interface an address; it having it already is no error. As with kube-vip the kernel looks
// whether somebody else has an address of IPv6 before it is used.
func addAddress(device string, prefix netip.Prefix) error {
	link, err := netlink.LinkByName(device)
	if err != nil {
		return err
	}
	present, err := hasAddress(link, prefix)
	if err != nil || present {
		return err
	}
	return netlink.AddrReplace(link, addressOf(link, prefix))
}

// removeAddress takes an address from an interface; it not having it is no error.
func removeAddress(device string, prefix netip.Prefix) error {
	link, err := netlink.LinkByName(device)
	if err != nil {
		return err
	}
	err = netlink.AddrDel(link, addressOf(link, prefix))
	if errors.Is(err, syscall.EADDRNOTAVAIL) {
		return nil
	}
	return err
}

func hasAddress(link netlink.Link, prefix netip.Prefix) (bool, error) {
	addresses, err := netlink.AddrList(link, netlink.FAMILY_ALL)
	if err != nil {
		return false, err
	}
	for _, one := range addresses {
		if one.IPNet.String() == prefix.String() {
			return true, nil
		}
	}
	return false, nil
}

// addressOf has the scope that kube-vip's has: on lo that of the host.
func addressOf(link netlink.Link, prefix netip.Prefix) *netlink.Addr {
	address := &netlink.Addr{IPNet: netlink.NewIPNet(prefix.Addr().AsSlice())}
	if link.Attrs().Name == "lo" {
		address.Scope = int(netlink.SCOPE_HOST)
	}
	return address
}
