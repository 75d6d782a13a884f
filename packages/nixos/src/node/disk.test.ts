import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { disk, platform } from "./disk.ts";

const uefi = nodeOf(BGP_CLUSTER, "node1");
const bios = nodeOf(DUAL_STACK_CLUSTER, "worker1");
const root = {
  size: "100%",
  content: { type: "filesystem", format: "ext4", mountpoint: "/", mountOptions: ["noatime"] },
};

describe("disk", () => {
  it.each([
    [
      "uefi",
      uefi,
      {
        ESP: {
          type: "EF00",
          size: "1G",
          content: { type: "filesystem", format: "vfat", mountpoint: "/boot", mountOptions: ["umask=0077"] },
        },
        root,
      },
    ],
    ["bios", bios, { boot: { type: "EF02", size: "1M" }, root }],
  ])("of a node that boots by %s", (_, node, partitions) => {
    const main = { type: "disk", device: "/dev/disk/by-id/nvme-1", content: { type: "gpt", partitions } };
    expect(disk(node)).toEqual({ disko: { devices: { disk: { main } } } });
  });
});

describe("platform", () => {
  it("has systemd-boot for uefi", () => {
    expect(platform({ ...uefi, system: "aarch64-linux" })).toEqual({
      boot: {
        loader: {
          efi: { canTouchEfiVariables: true },
          grub: { enable: false },
          "systemd-boot": { enable: true, configurationLimit: 10 },
        },
      },
      nixpkgs: { hostPlatform: "aarch64-linux" },
    });
  });

  it("has GRUB for bios", () => {
    expect(platform(bios)).toEqual({
      boot: {
        loader: {
          efi: { canTouchEfiVariables: false },
          grub: { enable: true, configurationLimit: 10 },
          "systemd-boot": { enable: false },
        },
      },
      nixpkgs: { hostPlatform: "x86_64-linux" },
    });
  });
});
