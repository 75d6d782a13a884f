#!/bin/sh
# Runs a command as though on a host of the lab: with another /etc, /run and systemctl, all kept in a folder, in
# mount and host name namespaces of its own. Usage: host.sh FOLDER SHIMS COMMAND…
set -eu
root=$1 shims=$2
shift 2

mount --make-rprivate /
if [ ! -e "$root/etc" ]; then
  mkdir -p "$root/etc/quorate-lab" "$root/etc/systemd/system" "$root/run/units"
  touch "$root/etc/quorate-lab/node" "$root/etc/systemd/system/of-the-base-tree.service"
  # Debian has awk and others behind links there.
  for file in alternatives passwd group shadow gshadow nsswitch.conf login.defs; do
    if [ -e "/etc/$file" ]; then cp -a "/etc/$file" "$root/etc/"; fi
  done
fi
mount --bind "$root/etc" /etc
mount --bind "$root/run" /run
mount --bind "$shims" /usr/local/sbin
exec "$@"
