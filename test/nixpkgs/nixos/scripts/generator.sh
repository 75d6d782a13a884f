#!/bin/sh
# Installed on a host of the lab as a systemd generator, in place of a boot loader and of NixOS's stage 2: at
# each start, and whenever systemd reads its units anew, it lays out the units of the running system. Before one
# runs, that is the system profile's, which a unit made here activates.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
# The second of the three folders that systemd gives goes before /etc/systemd/system.
units=$2

if [ -e /run/current-system ]; then
  system=$(readlink -f /run/current-system)
else
  system=$(readlink -f /nix/var/nix/profiles/system) || exit 0
fi
[ -d "$system/etc/systemd/system" ] || exit 0

cd "$system/etc/systemd/system"
for entry in *; do
  if [ -d "$entry" ] && [ ! -L "$entry" ]; then
    mkdir -p "$units/$entry"
    for file in "$entry"/*; do
      # A link to a unit beside it stays one; what is only ever added to is the host's own unit.
      if [ -L "$file" ]; then cp -P "$file" "$units/$file"; else ln -s "$PWD/$file" "$units/$file"; fi
    done
  elif [ -L "$entry" ]; then
    cp -P "$entry" "$units/$entry"
  else
    ln -s "$PWD/$entry" "$units/$entry"
  fi
done

mkdir -p "$units/sysinit.target.wants"
ln -s ../quorate-lab-activation.service "$units/sysinit.target.wants/"
cat >"$units/quorate-lab-activation.service" <<END
[Unit]
Description=Activate the system profile (lab)
DefaultDependencies=no
RequiresMountsFor=/nix
After=systemd-remount-fs.service
Before=sysinit.target systemd-tmpfiles-setup.service systemd-sysctl.service systemd-networkd.service
Before=shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=$system/activate
END
