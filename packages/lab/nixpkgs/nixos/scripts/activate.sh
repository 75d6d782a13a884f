#!/bin/sh
# Makes this system the running one, but for its units: users, files of /etc, /run/current-system.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
system=@out@

# Files of /etc are replaced without asking: that is for a host of the lab and for no other machine.
if [ ! -e /etc/quorate-lab/node ]; then
  echo "This is not a host of the lab" >&2
  exit 1
fi

while read -r name id home; do
  getent group "$name" >/dev/null || groupadd --system --gid "$id" "$name"
  id -u "$name" >/dev/null 2>&1 ||
    useradd --system --uid "$id" --gid "$name" --home-dir "$home" --no-create-home --shell /usr/sbin/nologin "$name"
done <"$system/lab/users"

# As on NixOS: /etc/static is the system's, the files of /etc are links through it, or copies.
ln -s "$system/etc" /etc/.static.new
mv -T /etc/.static.new /etc/static
list=/etc/.quorate-lab-files
: >$list.new
while read -r mode user group target; do
  mkdir -p "/etc/$(dirname "$target")"
  if [ "$mode" = symlink ]; then
    ln -s "/etc/static/$target" "/etc/$target.new"
  else
    cp "/etc/static/$target" "/etc/$target.new"
    chown "$user:$group" "/etc/$target.new"
    chmod "$mode" "/etc/$target.new"
  fi
  # A folder that the host came with gives way to a link.
  [ -L "/etc/$target" ] || [ ! -d "/etc/$target" ] || rm -rf "/etc/$target"
  mv -T "/etc/$target.new" "/etc/$target"
  echo "$target" >>$list.new
done <"$system/lab/etc"
# What the system before had and this one has not.
if [ -e $list ]; then
  grep -Fxv -f $list.new $list | while read -r target; do
    rm -f "/etc/$target"
  done || true
fi
mv $list.new $list

hostname "$(cat /etc/hostname)" 2>/dev/null || true
: >/etc/NIXOS
ln -s "$system" /run/.current-system.new
mv -T /run/.current-system.new /run/current-system
