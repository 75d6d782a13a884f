import type { NixosOptions, Node } from "@quorate/cluster";
import type { DiskoOptions, DiskoPartition } from "../option/node-options.ts";

/** The partition table of the node's disk, as disko's `disko.devices`: boot, then one root file system. */
export function disk(node: Node): { readonly disko: DiskoOptions } {
  return {
    disko: {
      devices: {
        disk: {
          main: {
            type: "disk",
            device: node.disk,
            content: {
              type: "gpt",
              partitions: {
                ...bootPartition(node),
                root: {
                  size: "100%",
                  content: { type: "filesystem", format: "ext4", mountpoint: "/", mountOptions: ["noatime"] },
                },
              },
            },
          },
        },
      },
    },
  };
}

function bootPartition(node: Node): { readonly [name: string]: DiskoPartition } {
  switch (node.boot) {
    case "uefi":
      return {
        ESP: {
          type: "EF00",
          size: "1G",
          content: { type: "filesystem", format: "vfat", mountpoint: "/boot", mountOptions: ["umask=0077"] },
        },
      };
    case "bios":
      // GRUB's own second stage; disko tells GRUB the disk when it sees this type.
      return { boot: { type: "EF02", size: "1M" } };
  }
}

/** The boot loader that fits the partition table, and the platform to build for. */
export function platform(node: Node): NixosOptions {
  const uefi = node.boot === "uefi";
  return {
    boot: {
      loader: {
        efi: { canTouchEfiVariables: uefi },
        grub: { enable: !uefi, ...(uefi ? {} : { configurationLimit: 10 }) },
        "systemd-boot": uefi ? { enable: true, configurationLimit: 10 } : { enable: false },
      },
    },
    nixpkgs: { hostPlatform: node.system },
  };
}
