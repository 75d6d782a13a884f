import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import { visible } from "../model/visible.ts";
import { type Draft, type DraftNode, hasKubelet } from "../parse/draft.ts";
import { isDnsSubdomain } from "./names.ts";

/** Interfaces that are there already, or are made by flannel, the CNI plugins, kube-proxy or containers. */
const RESERVED_INTERFACES =
  /^(lo|cni\d+|flannel[.\d].*|veth.*|kube-ipvs0|mynet|docker\d+|cilium_.*|tunl\d+|dummy\d+)$/;

/** A label's or taint's name: at most 63 characters, a letter or digit at both ends. */
const NAME_PART = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** Labels that a node has without anybody's doing: the kubelet's own, and the control plane's. */
const OWN_LABEL =
  /^((beta\.)?kubernetes\.io\/(hostname|arch|os)|node-role\.kubernetes\.io\/(control-plane|master))$/;

/** Names of partitions as the kernel and udev give them, and links to what lies on one. */
const PARTITION =
  /^\/dev\/([shv]d[a-z]+\d+|(nvme\d+n\d+|mmcblk\d+)p\d+|disk\/by-(id|path)\/.+-part\d+|disk\/by-(uuid|label|partuuid|partlabel)\/.+)$/;

/** One OpenSSH public key line, without options: algorithm, base64, a comment of whatever can be seen. */
const SSH_KEY =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) ([A-Za-z0-9+/]{32,}={0,2})(?: .*)?$/;

/** Whether `line` is a public key: the key's own text says its algorithm again (RFC 4253, section 6.6). */
function isSshKey(line: string): boolean {
  const [, algorithm = "", key = ""] = SSH_KEY.exec(line) ?? [];
  if (algorithm === "" || visible(line) !== line) return false;
  const blob = Buffer.from(key, "base64");
  return (
    blob.readUInt32BE(0) === algorithm.length &&
    blob.toString("latin1", 4, 4 + algorithm.length) === algorithm
  );
}

/** Interfaces, disks, labels, taints of the nodes, and the keys that may log in. */
export function* checkNodeAttributes(draft: Draft): Iterable<Finding> {
  for (const node of draft.nodes) {
    yield* checkInterface(node);
    yield* checkDisk(node);
    yield* checkLabels(node);
    yield* checkTaints(node);
    yield* checkEffect(node);
  }
  for (const [index, key] of (draft.rest?.ssh?.authorizedKeys ?? []).entries()) {
    if (isSshKey(key)) continue;
    yield finding(
      "ssh-key-invalid",
      ["ssh", "authorizedKeys", index],
      key.includes("PRIVATE KEY")
        ? "a private key does not belong here"
        : `${quote(key)} is no OpenSSH public key`,
      "Paste the one line of a .pub file, such as ~/.ssh/id_ed25519.pub.",
    );
  }
}

function* checkInterface({ name, spec }: DraftNode): Iterable<Finding> {
  const path = ["machines", name, "interface"];
  if (spec.interface === undefined) return;
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/.test(spec.interface)) {
    yield finding(
      "interface-invalid",
      path,
      `${quote(spec.interface)} is no name of a network interface`,
      "Write it as `ip link` prints it, such as enp3s0.",
    );
  } else if (RESERVED_INTERFACES.test(spec.interface)) {
    yield finding(
      "interface-reserved",
      path,
      `${quote(spec.interface)} is an interface that the system makes`,
      "Name the network card that carries the node's address.",
    );
  }
}

function* checkDisk({ name, spec }: DraftNode): Iterable<Finding> {
  const path = ["machines", name, "disk"];
  if (spec.disk === undefined) return;
  if (
    !/^\/dev\/[A-Za-z0-9_.:+@=-]+(\/[A-Za-z0-9_.:+@=-]+)*$/.test(spec.disk) ||
    /\/\.{1,2}(\/|$)/.test(spec.disk)
  ) {
    yield finding(
      "disk-invalid",
      path,
      `${quote(spec.disk)} is no path of a disk`,
      "Write a path below /dev/, best one of /dev/disk/by-id/.",
    );
  } else if (PARTITION.test(spec.disk)) {
    yield finding(
      "disk-partition",
      path,
      `${spec.disk} is a partition of a disk, or names what is on one`,
      "Name the whole disk, best by /dev/disk/by-id/…: an installation makes the partitions anew.",
    );
  } else if (/^\/dev\/[shv]d[a-z]+$/.test(spec.disk)) {
    yield finding(
      "disk-unstable",
      path,
      `${spec.disk} may be another disk after a reboot`,
      "Name it by /dev/disk/by-id/…: an installation erases the disk that it names.",
    );
  }
}

function isQualifiedName(key: string): boolean {
  const [first = "", second, ...rest] = key.split("/");
  if (rest.length > 0) return false;
  return second === undefined ? NAME_PART.test(first) : isDnsSubdomain(first) && NAME_PART.test(second);
}

function isLabelValue(value: string): boolean {
  return value === "" || NAME_PART.test(value);
}

function* checkPair(
  code: "label-invalid" | "taint-invalid",
  key: string,
  value: string,
  path: SpecPath,
): Iterable<Finding> {
  if (!isQualifiedName(key)) {
    yield finding(
      code,
      path,
      `${quote(key)} is no key that Kubernetes accepts`,
      "Write a name such as rack, or example.com/rack.",
    );
  } else if (!isLabelValue(value)) {
    yield finding(
      code,
      path,
      `${quote(value)} is no value that Kubernetes accepts`,
      "Use at most 63 letters, digits, dots, hyphens and underscores, with a letter or digit at both ends.",
    );
  }
}

function* checkLabels({ name, spec }: DraftNode): Iterable<Finding> {
  for (const [key, value] of Object.entries(spec.labels ?? {})) {
    const path = ["machines", name, "labels", key];
    yield* checkPair("label-invalid", key, value, path);
    if (OWN_LABEL.test(key)) {
      yield finding(
        "label-reserved",
        path,
        `${quote(key)} is set by itself, from what the node is`,
        "Remove it, or choose a key with a domain of yours, such as example.com/role.",
      );
    }
  }
}

function* checkTaints({ name, spec }: DraftNode): Iterable<Finding> {
  const seen = new Set<string>();
  for (const [index, { key, value = "", effect }] of (spec.taints ?? []).entries()) {
    const path = ["machines", name, "taints", index];
    yield* checkPair("taint-invalid", key, value, path);
    const id = `${key}:${effect}`;
    if (seen.has(id))
      yield finding("taint-duplicate", path, `the taint ${quote(id)} is named twice`, "Name it once.");
    seen.add(id);
  }
}

/** What is said of pods, on a node that never has any. */
function* checkEffect(node: DraftNode): Iterable<Finding> {
  if (node.spec.services === undefined || hasKubelet(node)) return;
  for (const field of ["schedulable", "labels", "taints"] as const) {
    if (node.spec[field] === undefined) continue;
    yield finding(
      "field-without-effect",
      ["machines", node.name, field],
      `${field} has no effect: ${node.name} runs etcd alone, without a kubelet`,
      'Remove it, or give the node the service "worker".',
    );
  }
}
