import { defineCluster, flannel, k3s, node, none } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { expect, it } from "vitest";
import { evaluate, nixpkgs } from "./evaluation.ts";

// What importInventory --from-cluster writes for a machine whose disks stay as they are: NixOS has to take it.

const HOST_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEKIzfsV/WBxnRtsKYDUALsJv5w8qwjq60SHxVNSZaB3 root@nixos";
const cluster = resolvedCluster(
  defineCluster({
    name: "nk3",
    distribution: k3s({ version: "1.33", authorities: "adopted", disable: [] }),
    kubeMaster: { loadBalancer: none() },
    network: {
      subnet: "172.30.190.0/24",
      gateway: "172.30.190.1",
      nameservers: ["1.1.1.1"],
      pods: "10.42.0.0/16",
      services: "10.43.0.0/16",
      cni: flannel({ backend: "vxlan" }),
    },
    encryptSecrets: false,
    stateVersion: "23.11",
    nixos: {
      boot: { kernelModules: ["rbd"] },
      networking: { firewall: { allowedTCPPorts: [443, 30080] } },
    },
    machines: {
      "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4": node({
        ip: "172.30.190.198",
        interface: "enp3s0f0",
        disk: "/dev/nvme0n1",
        boot: "bios",
        services: ["kubernetes", "etcd"],
        hostKey: HOST_KEY,
        labels: { "example.com/rack": "3" },
        nixos: { services: { k3s: { extraFlags: ["--kubelet-arg=max-pods=200"] } } },
        nixosUnchecked: {
          "disko.enableConfig": false,
          fileSystems: {
            "/": { device: "/dev/disk/by-uuid/0a", fsType: "ext4" },
            "/srv": { device: "/dev/disk/by-uuid/0b", fsType: "xfs", options: ["noatime"] },
          },
          swapDevices: [{ device: "/dev/disk/by-uuid/0c" }],
          "boot.loader.grub.devices": ["/dev/nvme0n1"],
        },
      }),
    },
  }),
);

it.skipIf(nixpkgs === undefined)(
  "a machine whose disks stay as they are is one that NixOS builds, and boots from them, with what else k3s is told",
  async () => {
    const [machine] = [...(await evaluate(cluster)).values()];
    expect(machine?.fileSystems).toEqual(expect.arrayContaining(["/", "/srv"]));
    expect(machine?.grubDevices).toEqual(["/dev/nvme0n1"]);
    expect(machine?.bootLoader).toBe("grub");
    expect(machine?.assertions).toEqual([]);
    const unit = (machine?.units["k3s"] ?? "").replaceAll("\\\n", "");
    const start = /^ExecStart=.*$/m.exec(unit)?.[0] ?? "";
    // Ours come before: of two values of a flag k3s takes the last one.
    expect(start).toMatch(/--flannel-iface=enp3s0f0 .*--kubelet-arg=max-pods=200\s*$/);
    expect(start).toContain("--node-label=example.com/rack=3");
  },
  600_000,
);
