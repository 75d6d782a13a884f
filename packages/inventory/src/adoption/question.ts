import { SECRET_OF_TOKEN } from "@quorate/cluster";

// The question and the reading of its answer (host-answer.ts) share every word.

/** The first line of an answer: tells it from a login banner. */
export const MARKER = "quorate-adoption=1";

/** Flags of k3s whose values are secrets: they are left on the host. */
const SECRET_FLAGS = "(agent-)?token|datastore-endpoint|etcd-s3-(access|secret)-key|vpn-auth";

/** What of /etc/rancher/k3s/config.yaml is told; whatever else is in it may be a secret. */
const CONFIG_KEYS =
  "cluster-cidr|service-cidr|cluster-dns|cluster-domain|flannel-backend|https-listen-port|node-name|secrets-encryption|disable";

/**
 * What a machine is asked that may be part of a cluster: a script for its shell, which changes nothing, prints no secret
 * (of a token its SHA-256), and says nothing of what it does not know. `root` is where the machine's files are.
 */
export function adoptionScript(root = ""): string {
  const data = `${root}/var/lib/rancher/k3s/server`;
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
    `systemctl show k3s --property=ExecStart --value | sed -E 's/(--(${SECRET_FLAGS})[= ])[^ ;]+/\\1hidden/g; s/^/k3s-start=/'`,
    `grep -hE '^(${CONFIG_KEYS}):' ${root}/etc/rancher/k3s/config.yaml | sed 's/^/k3s-config=/'`,
    `[ -e ${data}/db/etcd/member/wal ] && echo data=etcd`,
    `[ -e ${data}/db/state.db ] && echo data=sqlite`,
    `[ -e ${data}/tls/server-ca.crt ] && echo "authorities=$(sha256sum <${data}/tls/server-ca.crt)"`,
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
