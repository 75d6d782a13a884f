#!/bin/sh
# What a host of the lab starts with once it has a system profile, as NixOS's stage 2: activate, then systemd. A
# system that fails to activate starts as far as it can, for somebody to look at it.
@out@/activate || echo "activation failed" >&2
exec /usr/lib/systemd/systemd "$@"
