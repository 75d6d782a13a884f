import { type Finding, finding, quote } from "../model/finding.ts";
import type { Draft, DraftNode } from "../parse/draft.ts";

/** Interfaces that are there already, or are made by flannel, the CNI plugins, kube-proxy or containers. */
const RESERVED_INTERFACES =
  /^(lo|cni\d+|flannel[.\d].*|veth.*|kube-ipvs0|mynet|docker\d+|cilium_.*|tunl\d+|dummy\d+)$/;

/** Names of partitions as the kernel and udev give them, and links to what lies on one. */
const PARTITION =
  /^\/dev\/([shv]d[a-z]+\d+|(nvme\d+n\d+|mmcblk\d+)p\d+|disk\/by-(id|path)\/.+-part\d+|disk\/by-(uuid|label|partuuid|partlabel)\/.+)$/;

/**
 * Names that the kernel gives in the order in which it finds disks, where that order matters: those of buses that hold
 * several, and any other with a number that says that it is not the only one of its kind.
 */
const UNSTABLE = /^\/dev\/((x?v|[sh])d[a-z]+|md\d+|nvme[1-9]\d*n\d+|nvme0n([2-9]|[1-9]\d+)|mmcblk[1-9]\d*)$/;

/** Interfaces and disks of the nodes. */
export function* checkHardware(draft: Draft): Iterable<Finding> {
  for (const node of draft.nodes) {
    yield* checkInterface(node);
    yield* checkDisk(node);
    yield* checkBoot(node);
  }
}

function* checkBoot({ name, spec }: DraftNode): Iterable<Finding> {
  if (spec.boot !== "bios" || spec.system !== "aarch64-linux") return;
  yield finding(
    "boot-unsupported",
    ["machines", name, "boot"],
    `${name} is an aarch64-linux machine, for which there is no BIOS`,
    'Remove boot, which then is "uefi".',
  );
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
  } else if (UNSTABLE.test(spec.disk)) {
    yield finding(
      "disk-unstable",
      path,
      `${spec.disk} may be another disk after a reboot`,
      "Name it by /dev/disk/by-id/…: an installation erases the disk that it names.",
    );
  }
}
