import type { FindingCase } from "../testing/finding-case.ts";

const nic = ["machines", "node1", "interface"];
const disk = ["machines", "node1", "disk"];

export const HARDWARE: readonly FindingCase[] = [
  {
    code: "interface-invalid",
    title: "16 characters",
    wrong: [[nic, "enp0123456789abc"]],
    path: nic,
    right: [[nic, "enp0123456789ab"]],
  },
  {
    code: "interface-invalid",
    title: "a slash",
    wrong: [[nic, "eth/0"]],
    path: nic,
    right: [[nic, "eth0.100"]],
  },
  {
    code: "interface-invalid",
    title: "a pattern",
    wrong: [[nic, "en*"]],
    path: nic,
    right: [[nic, "bond0"]],
  },
  { code: "interface-invalid", title: "an option", wrong: [[nic, "-a"]], path: nic },
  { code: "interface-reserved", wrong: [[nic, "lo"]], path: nic, right: [[nic, "lo0"]] },
  {
    code: "interface-reserved",
    title: "flannel's",
    wrong: [[nic, "flannel.1"]],
    path: nic,
    right: [[nic, "flannels"]],
  },
  ...[
    ["cni10", "cni"],
    ["flannel.10", "my-flannel.1"],
    ["vethabc", "my-veth"],
    ["docker10", "dockers"],
    ["cilium_host", "ciliums"],
    ["tunl10", "tunla"],
    ["dummy10", "dummya"],
    ["kube-ipvs0", "kube-ipvs00"],
    ["mynet", "mynet0"],
  ].map(
    ([name, other]): FindingCase => ({
      code: "interface-reserved",
      title: `${name}`,
      wrong: [[nic, name]],
      path: nic,
      right: [[nic, other]],
    }),
  ),
  {
    code: "disk-invalid",
    title: "not below /dev",
    wrong: [[disk, "/mnt/disk"]],
    path: disk,
    right: [[disk, "/dev/nvme0n1"]],
  },
  {
    code: "disk-invalid",
    title: "out of /dev again",
    wrong: [[disk, "/dev/../etc/passwd"]],
    path: disk,
    right: [[disk, "/dev/disk/by-path/pci-0000:00:1f.2-ata-1"]],
  },
  { code: "disk-invalid", title: "a space", wrong: [[disk, "/dev/my disk"]], path: disk },
  { code: "disk-partition", wrong: [[disk, "/dev/nvme0n1p1"]], path: disk, right: [[disk, "/dev/nvme0n1"]] },
  {
    code: "disk-partition",
    title: "by id",
    wrong: [[disk, "/dev/disk/by-id/ata-X-part2"]],
    path: disk,
    right: [[disk, "/dev/disk/by-id/ata-X-part"]],
  },
  {
    code: "disk-partition",
    title: "a file system",
    wrong: [[disk, "/dev/disk/by-uuid/1234-ABCD"]],
    path: disk,
  },
  ...[
    "sda1",
    "vdaa12",
    "nvme10n10p10",
    "mmcblk10p10",
    "disk/by-id/ata-X-part12",
    "disk/by-path/pci-0-part1",
    "disk/by-label/root",
    "disk/by-partuuid/1-2",
    "disk/by-partlabel/EFI",
  ].map(
    (name): FindingCase => ({
      code: "disk-partition",
      title: name,
      wrong: [[disk, `/dev/${name}`]],
      path: disk,
      right: [[disk, "/dev/nvme0n1"]],
    }),
  ),
  ...["/my/dev/nvme0n1", "/dev/disk/..", "/dev/./nvme0n1", "/dev/nvme0n1/"].map(
    (name): FindingCase => ({ code: "disk-invalid", title: name, wrong: [[disk, name]], path: disk }),
  ),
  ...[
    "/dev/mapper/sda",
    "/dev/disk/by-id/md1",
    "/dev/mdx",
    "/dev/mapper/sda1",
    "/dev/disk/by-id/x/dev/md1",
  ].map(
    (name): FindingCase => ({
      code: "disk-unstable",
      title: `and not ${name}`,
      wrong: [[disk, "/dev/sda"]],
      path: disk,
      right: [[disk, name]],
    }),
  ),
  {
    code: "disk-unstable",
    wrong: [[disk, "/dev/sda"]],
    path: disk,
    right: [[disk, "/dev/disk/by-id/ata-X"]],
  },
  ...["hdb", "vda", "xvda", "sdaa", "md127", "nvme1n1", "nvme10n1", "nvme0n2", "nvme0n10", "mmcblk1"].map(
    (name): FindingCase => ({
      code: "disk-unstable",
      title: name,
      wrong: [[disk, `/dev/${name}`]],
      path: disk,
      right: [[disk, "/dev/nvme0n1"]],
    }),
  ),
  {
    code: "boot-unsupported",
    wrong: [
      [["machines", "node1", "boot"], "bios"],
      [["machines", "node1", "system"], "aarch64-linux"],
    ],
    path: ["machines", "node1", "boot"],
    right: [
      [["machines", "node1", "boot"], "uefi"],
      [["machines", "node1", "system"], "aarch64-linux"],
    ],
  },
  ...["/dev/mapper/dev/sda1", "/dev/sda1_x", "/dev/disk/by-label", "/dev/sda_x", "/dev/nvme1n1_x"].map(
    (name): FindingCase => ({
      code: "disk-partition",
      title: `and not ${name}`,
      wrong: [[disk, "/dev/sda1"]],
      path: disk,
      right: [[disk, name]],
    }),
  ),
  ...["nvme1n10", "nvme0n100", "mmcblk12"].map(
    (name): FindingCase => ({
      code: "disk-unstable",
      title: name,
      wrong: [[disk, `/dev/${name}`]],
      path: disk,
    }),
  ),
];
