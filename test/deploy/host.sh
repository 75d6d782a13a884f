#!/bin/sh
# A host for tests: this machine's own programs with another /nix, /etc, /run, /var/lib and /root, kept in a
# folder, and a real sshd on a loopback address. Runs in mount and process namespaces of its own.
# Usage: host.sh FOLDER ADDRESS PORT SHIMS
set -eu
root=$1 address=$2 port=$3 shims=$4

mount --make-rprivate /
# What is asked of its processes is asked of its own, and of no lab's beside it.
mount -t proc proc /proc
# A boot of its own, where that matters.
if [ -e "$root/boot_id" ]; then mount --bind "$root/boot_id" /proc/sys/kernel/random/boot_id; fi
for folder in nix run var/lib root; do
  mkdir -p "$root/$folder"
done
# The checkout may lie below a folder that this host has its own of, /root above all.
rm -rf "$root/shims"
cp -r "$shims" "$root/shims"
mkdir -p "$root/nix/store" "$root/nix/var/nix/profiles" "$root/run/sshd"
chmod 0755 "$root" "$root/run" "$root/run/sshd" "$root/var/lib"
if [ ! -e "$root/etc" ]; then
  cp -a /etc "$root/etc"
fi
# The users that a first activation would make; `kubernetes` is left out, as before it.
for user in etcd kubernetes; do
  sed -i "/^$user:/d" "$root/etc/passwd" "$root/etc/group"
done
echo 'etcd:x:964:964::/:/bin/false' >>"$root/etc/passwd"
echo 'etcd:x:964:' >>"$root/etc/group"
mkdir -p "$root/etc/nix"
printf 'build-users-group =\nsandbox = false\n' >"$root/etc/nix/nix.conf"

cat >"$root/sshd_config" <<EOF
ListenAddress $address:$port
HostKey $root/host_key
AuthorizedKeysFile $root/authorized_keys
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PermitUserEnvironment no
SetEnv PATH=$root/shims:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
EOF
chmod 0600 "$root/host_key"

for folder in nix etc run var/lib root; do
  mount --bind "$root/$folder" "/$folder"
done
# What is to be started at every boot. Another process had that number before.
rm -f /run/*.pid
PATH=$root/shims:$PATH
for unit in /etc/systemd/system.control/multi-user.target.wants/*.service; do
  if [ -e "$unit" ]; then systemctl start "${unit##*/}"; fi
done
exec /usr/sbin/sshd -D -e -f "$root/sshd_config"
