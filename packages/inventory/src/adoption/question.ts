import { K3S_AGREED_FLAGS, SECRET_OF_TOKEN } from "@quorate/cluster";

// The question and the reading of its answer (host-answer.ts) share every word.

/** The first line of an answer: tells it from a login banner. */
export const MARKER = "quorate-adoption=1";

/** Flags of k3s whose values are secrets: they are left on the host. */
const SECRET_FLAGS =
  "(agent-)?token|t|datastore-endpoint|etcd-s3-(access-key|secret-key|session-token)|vpn-auth";

/** Of which keys of a configuration file the values are told; of whatever else is in it, the name alone: it may be a secret. */
const CONFIG_KEYS = [
  ...K3S_AGREED_FLAGS,
  ...["https-listen-port", "disable", "tls-san", "data-dir", "flannel-iface", "resolv-conf"],
  ...[
    "node-name",
    "node-ip",
    "node-external-ip",
    "node-label",
    "node-taint",
    "kubelet-arg",
    "kube-proxy-arg",
  ],
  ...[
    "etcd-disable-snapshots",
    "etcd-snapshot-schedule-cron",
    "etcd-snapshot-retention",
    "etcd-expose-metrics",
  ],
  ...[
    "disable-agent",
    "disable-apiserver",
    "disable-controller-manager",
    "disable-etcd",
    "disable-scheduler",
  ],
  ...["disable-kube-proxy", "docker", "rootless", "selinux", "with-node-id", "write-kubeconfig-mode"],
  ...["cluster-init", "protect-kernel-defaults", "prefer-bundled-bin"],
].join("|");

/** Prints a configuration file of k3s' as a YAML document, without comments, or says that it is none that it can read. */
const TELL_CONFIG = [
  'FNR == 1 { print "k3s-config=---" }',
  "/^[ \\t]*(#.*)?$/ || /^(---|[.][.][.])[ \\t]*(#.*)?$/ { next }",
  '{ sub(/[ \\t]#.*$/, "") }',
  '/^["\\047]?[A-Za-z0-9-]+[+]?["\\047]?[ \\t]*:([ \\t]|$)/ {',
  '  name = $0; sub(/[ \\t]*:.*/, "", name); gsub(/["\\047]/, "", name)',
  '  bare = name; sub(/[+]$/, "", bare); told = bare ~ ("^(" keys ")$")',
  '  if (told) print "k3s-config=" $0; else print "k3s-config=" name ": hidden"',
  "  next",
  "}",
  '/^([ \\t]|-([ \\t]|$))/ { if (told) print "k3s-config=" $0; next }',
  '{ print "k3s-config-odd=" FILENAME }',
].join("\n");

/** What k3s itself puts among its manifests (pkg/deploy). */
const OWN_MANIFESTS = "ccm|coredns|local-storage|metrics-server|rolebindings|runtimes|traefik";

/**
 * What a machine is asked that may be part of a cluster: a script for its shell, which changes nothing, prints no secret
 * (of a token its SHA-256), and says nothing of what it does not know. `root` is where the machine's files are.
 */
export function adoptionScript(root = ""): string {
  const data = `${root}/var/lib/rancher/k3s/server`;
  const agent = `${root}/var/lib/rancher/k3s/agent`;
  return [
    `echo ${MARKER}`,
    'echo "hostname=$(hostname)"',
    `sed -n 's/^VERSION_ID="\\{0,1\\}\\([^"]*\\)"\\{0,1\\}$/release=\\1/p' ${root}/etc/os-release`,
    `cat ${root}/etc/nixos/*.nix | sed -n 's/^[^#]*stateVersion *= *"\\([0-9.]*\\)".*/state-version=\\1/p'`,
    'echo "route=$(ip -4 route get 1.1.1.1 | head -n 1)"',
    "ip -4 -o addr show scope global | sed 's/^[0-9]*: */addr=/'",
    `[ -d ${root}/sys/firmware/efi ] && echo firmware=uefi || echo firmware=bios`,
    `[ -e ${root}/boot/grub/grub.cfg ] && echo loader=grub`,
    `[ -e ${root}/boot/loader/loader.conf ] && echo loader=systemd-boot`,
    // What NixOS made of fileSystems and swapDevices.
    `sed -n '/^[^#]/s/^/fstab=/p' ${root}/etc/fstab`,
    'disk=$(lsblk -no PKNAME "$(findmnt -no SOURCE /)" | head -n 1) && [ -n "$disk" ] && echo "disk=/dev/$disk"',
    `cat ${root}/root/.ssh/authorized_keys ${root}/etc/ssh/authorized_keys.d/root | sed -n '/^[^#]/s/^/root-key=/p'`,
    `sed 's/^/host-key=/' ${root}/etc/ssh/ssh_host_ed25519_key.pub`,
    `k3s --version | sed -n 's/^k3s version v\\([^ ]*\\).*/k3s-version=\\1/p'`,
    "start=$(systemctl show k3s --property=ExecStart --value | head -n 1)",
    `printf '%s\\n' "$start" | sed -E 's/( --?(${SECRET_FLAGS})[= ])[^ ;]+/\\1hidden/g; s/^/k3s-start=/'`,
    `config=$(printf '%s\\n' "$start" | sed -nE 's/.* (--?config|-c)[= ]([^ ;]+).*/\\2/p')`,
    `[ -n "$config" ] && [ ! -e "${root}$config" ] && echo "k3s-config-odd=$config"`,
    `config=${root}\${config:-/etc/rancher/k3s/config.yaml}`,
    `for file in "$config" "$config".d/*.y*ml; do [ ! -e "$file" ] || awk -v keys='${CONFIG_KEYS}' '${TELL_CONFIG}' "$file" || echo "k3s-config-odd=$file"; done`,
    "{ systemctl show k3s --property=Environment --value | tr ' ' '\\n'; systemctl show k3s --property=EnvironmentFiles --value | sed -n 's/^\\(\\/[^ ]*\\) .*/\\1/p' | while read -r file; do cat \"$file\"; done; } | sed -nE 's/^ *\"?(export )?([A-Z_][A-Za-z0-9_]*)=.*/k3s-variable=\\2/p'",
    `[ -e ${root}/etc/rancher/k3s/registries.yaml ] && echo k3s-file=registries.yaml`,
    `for file in ${data}/manifests/* ${agent}/pod-manifests/*; do [ -e "$file" ] || [ -L "$file" ] && echo "k3s-file=$(basename "$(dirname "$file")")/$(basename "$file")$(case "$(readlink "$file")" in /nix/*) echo ' (in the Nix store)';; esac)"; done | grep -vE '^k3s-file=manifests/(${OWN_MANIFESTS})([.]yaml([.]skip)?)?$'`,
    `[ -e ${data}/db/etcd/member/wal ] && echo data=etcd`,
    `[ -e ${data}/db/state.db ] && echo data=sqlite`,
    `[ -e ${data}/tls/server-ca.crt ] && echo "authorities=$(sha256sum <${data}/tls/server-ca.crt)"`,
    // An agent keeps what its servers showed it.
    `[ ! -e ${data}/tls/server-ca.crt ] && [ -e ${agent}/server-ca.crt ] && echo "authorities=$(sha256sum <${agent}/server-ca.crt)"`,
    // As it is, byte for byte: a token's hash is that of the file.
    `[ -e ${data}/tls/server-ca.crt ] && echo "server-ca=$(base64 <${data}/tls/server-ca.crt | tr -d '\\n')"`,
    SECRET_OF_TOKEN,
    `[ -e ${data}/token ] && echo "token=$(secret_of <${data}/token | sha256sum)"`,
    "timeout 10 k3s secrets-encrypt status | sed -n 's/^Encryption Status: */encryption=/p'",
    `timeout 20 k3s kubectl get services --all-namespaces --output='jsonpath={range .items[*].spec.ports[*]}{"port="}{.nodePort}{"/"}{.protocol}{"\\n"}{end}' && echo services=asked`,
    `timeout 20 k3s kubectl get pods --all-namespaces --output='jsonpath={range .items[*].spec.containers[*].ports[*]}{"port="}{.hostPort}{"/"}{.protocol}{"\\n"}{end}' && echo pods=asked`,
    "true",
  ].join("\n");
}
