#!/bin/sh
# What a host of the lab starts with once it has a system profile, as NixOS's stage 2: activate, then systemd. A
# system that fails to activate starts as far as it can, for somebody to look at it.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
@out@/activate || echo "activation failed" >&2
# From here on addresses are the system's own affair: those that an installer was given are taken away. (Besides,
# systemd-networkd 252 goes round in circles over an address that is there without its broadcast address.)
if [ -e @out@/etc/systemd/network ]; then
  for device in /sys/class/net/*; do
    if [ "$device" != /sys/class/net/lo ]; then ip address flush dev "${device##*/}" scope global; fi
  done
fi
exec /usr/lib/systemd/systemd "$@"
