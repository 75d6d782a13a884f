/**
 * The host's first program. A machine that was installed hands over to its system's `init`, as NixOS's boot
 * loader does; that one ends by becoming systemd. A bare machine becomes systemd at once.
 */
export const INIT = `#!/bin/sh
system=/nix/var/nix/profiles/system
if [ -x "$system/init" ]; then
  if [ "$(cat /etc/quorate-lab/system)" = nixos ]; then
    # Its units are NixOS': what the lab has of its own comes from elsewhere.
    PATH=/usr/sbin:/usr/bin
    export PATH
    /usr/lib/quorate-lab/prepare
    mkdir -p /run/systemd/system/multi-user.target.wants
    cp /usr/lib/quorate-lab/units/* /run/systemd/system/
    for unit in /usr/lib/quorate-lab/units/*; do
      ln -s "../\${unit##*/}" /run/systemd/system/multi-user.target.wants/
    done
    # Addresses are the system's own affair: those that the installer was given are taken away.
    for device in /sys/class/net/*; do
      if [ "$device" != /sys/class/net/lo ]; then ip address flush dev "\${device##*/}" scope global; fi
    done
  fi
  exec "$system/init" "$@"
fi
exec /usr/lib/systemd/systemd "$@"
`;

/** Kernel settings that kubelet and kube-proxy insist on: they are the machine's, a host must not set them. */
const KERNEL_SETTINGS: readonly (readonly [path: string, value: string])[] = [
  ["kernel/keys/root_maxbytes", "25000000"],
  ["kernel/keys/root_maxkeys", "1000000"],
  ["kernel/panic", "10"],
  ["kernel/panic_on_oops", "1"],
  ["vm/overcommit_memory", "1"],
  ["vm/panic_on_oom", "0"],
];

/** Makes a host ready for containers in it, before any of its services starts. */
export const PREPARE = `#!/bin/sh
set -eu
# Pods share mounts with their host.
mount --make-rshared /
# The hierarchies are mounted read-only but for systemd's own; in this namespace they end at the host.
while read -r _ hierarchy type _; do
  if [ "$type" = cgroup ]; then mount -o remount,rw,bind "$hierarchy"; fi
done </proc/self/mounts
# What the kubelet wants of the kernel is what it reads here, and it may write it: to a file of its own.
setting() {
  [ -e "/proc/sys/$1" ] || return 0
  copy=/run/quorate-lab-kernel/$1
  mkdir -p "\${copy%/*}"
  printf '%s\\n' "$2" >"$copy"
  mount --bind "$copy" "/proc/sys/$1"
}
${KERNEL_SETTINGS.map(([path, value]) => `setting ${path} ${value}`).join("\n")}
if [ -e /etc/quorate-lab/router ]; then
  echo 1 >/proc/sys/net/ipv4/ip_forward
  echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
  # What it forwards goes back to the cable that it came from; it need not say so each time.
  for file in /proc/sys/net/ipv4/conf/*/send_redirects; do echo 0 >"$file"; done
  # A packet is spread over equal routes by its ports as well, as a real router does.
  echo 1 >/proc/sys/net/ipv4/fib_multipath_hash_policy
  echo 1 >/proc/sys/net/ipv6/fib_multipath_hash_policy
fi
`;

/**
 * Says that a key may log in, whichever it is: nobody but root of this machine reaches a bare host. Where the
 * lab was told the operator's key, that one alone may.
 */
export const ANY_KEY = `#!/bin/sh
[ -s /etc/quorate-lab/authorized_keys ] || printf '%s %s\\n' "$1" "$2"
`;

/** The installer's sshd: a host key made at each boot, root alone, keys alone. */
export const INSTALLER_SSHD = `Port 22
HostKey /run/quorate-lab/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
AuthorizedKeysFile /etc/quorate-lab/authorized_keys
AuthorizedKeysCommand /usr/lib/quorate-lab/any-key %t %k
AuthorizedKeysCommandUser nobody
PidFile none
Subsystem sftp internal-sftp
`;

/**
 * Puts what gobgpd finds best into the kernel's table, and takes it out again: gobgpd does that only with
 * zebra. All paths as good as the best one (as long, and of the same preference) carry traffic.
 */
export const ROUTES = `#!/bin/bash
set -u
protocol=186

# "prefix hop hop …", one route a line.
wanted() {
  gobgp global rib -a "$1" -j 2>/dev/null | jq -r '
    def attribute(number): [.attrs[]? | select(.type == number)][0];
    def hop: attribute(3).nexthop // attribute(14).nexthop;
    def rank: [-(attribute(5).value // 100),
               ([attribute(2).as_paths[]?.asns[]?] | length),
               (attribute(1).value // 0),
               (attribute(4).metric // 0)];
    to_entries[]
    | (.value | map(select((.stale // false) | not)) | group_by(rank)[0] // []) as $equal
    | select($equal | length > 0)
    | [.key, ($equal | map(hop | strings) | unique[])]
    | select(length > 1)
    | join(" ")' | sort
}

present() {
  ip "-$1" -o route show proto "$protocol" | awk '{ print ($1 ~ /\\//) ? $1 : $1 (index($1, ":") ? "/128" : "/32") }' | sort -u
}

synchronise() {
  local family=$1 routes prefix hops hop
  routes=$(wanted "ipv$family")
  while read -r prefix hops; do
    [ -n "$prefix" ] || continue
    set --
    for hop in $hops; do set -- "$@" nexthop via "$hop"; done
    if [ "\${shown[$prefix]-}" != "$hops" ] || ! ip "-$family" route show "$prefix" proto "$protocol" | grep -q .; then
      ip "-$family" route replace "$prefix" proto "$protocol" "$@" && shown[$prefix]=$hops && echo "$prefix by $hops"
    fi
  done <<<"$routes"
  while read -r prefix; do
    [ -n "$prefix" ] || continue
    if ! grep -q "^$prefix " <<<"$routes"; then
      ip "-$family" route delete "$prefix" proto "$protocol" && unset "shown[$prefix]" && echo "$prefix withdrawn"
    fi
  done < <(present "$family")
}

declare -A shown=()
# Each change is a line; between changes there is a look every five seconds, should one have been missed.
while :; do
  while :; do
    synchronise 4
    synchronise 6
    IFS= read -r -t 5 _ || [ $? -gt 128 ] || break
    # Changes come in bunches.
    while IFS= read -r -t 0.05 _; do :; done
  done < <(exec gobgp monitor global rib -j 2>/dev/null)
  # The daemon is not up yet, or no longer.
  synchronise 4
  synchronise 6
  sleep 0.5
done
`;
