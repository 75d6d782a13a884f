import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { disk, platform } from "./disk.ts";

const uefi = nodeOf(BGP_CLUSTER, "node1");
const bios = nodeOf(DUAL_STACK_CLUSTER, "worker1");

describe("disk", () => {
  it("has a partition to boot from by either firmware, and the rest for the root", () => {
    const partitions = (node: typeof uefi) => disk(node).disko.devices.disk["main"]?.content.partitions;
    expect(partitions(uefi)).toMatchObject({ ESP: { type: "EF00" }, root: { size: "100%" } });
    expect(partitions(bios)).toMatchObject({ boot: { type: "EF02", size: "1M" }, root: { size: "100%" } });
    expect(partitions(bios)).not.toHaveProperty("ESP");
  });

  it("is the one of machines.ts", () => {
    expect(disk(uefi).disko.devices.disk["main"]?.device).toBe(uefi.disk);
  });
});

describe("platform", () => {
  it.each([
    ["uefi", uefi, true],
    ["bios", bios, false],
  ])("has one boot loader for %s", (_, node, systemdBoot) => {
    const loader = platform(node).boot?.loader;
    expect(loader?.["systemd-boot"]?.enable).toBe(systemdBoot);
    expect(loader?.grub?.enable).toBe(!systemdBoot);
    expect(loader?.efi?.canTouchEfiVariables).toBe(systemdBoot);
  });

  it("is built for the node's own processor", () => {
    expect(platform({ ...uefi, system: "aarch64-linux" }).nixpkgs?.hostPlatform).toBe("aarch64-linux");
  });
});
