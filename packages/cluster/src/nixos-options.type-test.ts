// Checked by `npm run typecheck`: what must compile does, and every `@ts-expect-error` must be an error.
// Nothing here runs.
import type { NixValue } from "./nix-value.ts";
import type { NixosOptions } from "./nixos-options.generated.ts";

export const valid: readonly NixosOptions[] = [
  {},
  {
    services: {
      etcd: { enable: true, initialClusterState: "existing", extraConf: { HEARTBEAT_INTERVAL: "200" } },
    },
  },
  { services: { kubernetes: { apiserver: { bindAddress: "0.0.0.0", securePort: 6443 } } } },
  {
    services: {
      kubernetes: { kubelet: { taints: { master: { key: "a", value: "b", effect: "NoExecute" } } } },
    },
  },
  {
    networking: {
      interfaces: { enp3s0f0: { ipv4: { addresses: [{ address: "10.0.0.11", prefixLength: 24 }] } } },
    },
  },
  { networking: { firewall: { allowedTCPPorts: [6443], allowedTCPPortRanges: [{ from: 2379, to: 2380 }] } } },
  // A submodule, or a string that becomes one, or nothing.
  { networking: { defaultGateway: { address: "10.0.0.1", interface: "enp3s0f0" } } },
  { networking: { defaultGateway: "10.0.0.1" } },
  { networking: { defaultGateway: null } },
  // Open submodules: what is known has its type, other attributes have the free one.
  {
    boot: {
      kernel: { sysctl: { "net.core.rmem_max": 4096, "net.ipv4.ip_forward": 1, "kernel.panic": null } },
    },
  },
  { services: { openssh: { settings: { PermitRootLogin: "prohibit-password", MaxAuthTries: 3 } } } },
  { boot: { kernelModules: ["br_netfilter"] } },
  { boot: { kernelModules: { br_netfilter: true } } },
  { systemd: { services: { etcd: { serviceConfig: { Restart: "always", Environment: ["A=1", "B=2"] } } } } },
  {
    systemd: {
      tmpfiles: { settings: { certs: { "/var/lib/etcd": { d: { mode: "0700", user: "etcd" } } } } },
    },
  },
  { virtualisation: { containerd: { settings: { version: 2, plugins: { cri: { nested: ["value"] } } } } } },
  { fileSystems: { "/": { device: "/dev/vda1", fsType: "ext4", options: ["noatime"] } } },
  { zramSwap: { algorithm: "zstd" } },
  // No package can be named here, so of packages there is only the empty list.
  { environment: { systemPackages: [] } },
];

/** All options together are plain data: what is typed by NixOS can be printed as Nix. */
export const printable = (options: NixosOptions): NixValue => options;

/** Each of these lines is an error of its own. */
export const invalid: readonly NixosOptions[] = [
  // @ts-expect-error does not exist
  { service: { etcd: { enable: true } } },
  // @ts-expect-error does not exist, at any depth
  { services: { etcd: { enabled: true } } },
  // @ts-expect-error NixOS has it, our data does not: it takes the unchecked door
  { services: { nginx: { enable: true } } },
  // @ts-expect-error does not exist in a submodule that is an attribute
  { users: { users: { root: { shel: "/bin/sh" } } } },
  // @ts-expect-error does not exist in a submodule that is a list's element
  { swapDevices: [{ devise: "/dev/vda2" }] },

  // @ts-expect-error renamed to bindAddress
  { services: { kubernetes: { apiserver: { address: "0.0.0.0" } } } },
  // @ts-expect-error renamed to enableAdmissionPlugins
  { services: { kubernetes: { apiserver: { admissionControl: [] } } } },
  // @ts-expect-error renamed to services.kubernetes.apiserver.etcd.servers
  { services: { kubernetes: { etcd: { servers: ["https://10.0.0.11:2379"] } } } },
  // @ts-expect-error renamed to services.openssh.settings.PermitRootLogin
  { services: { openssh: { permitRootLogin: "no" } } },
  // @ts-expect-error removed
  { services: { kubernetes: { kubelet: { allowPrivileged: true } } } },
  // @ts-expect-error removed
  { services: { k3s: { docker: true } } },
  // @ts-expect-error kept by NixOS for old configurations only
  { networking: { interfaces: { eth0: { ipAddress: "10.0.0.1" } } } },
  // @ts-expect-error read only
  { networking: { fqdnOrHostName: "node1" } },
  // @ts-expect-error internal
  { systemd: { network: { units: {} } } },

  // @ts-expect-error a string for a boolean
  { services: { etcd: { enable: "yes" } } },
  // @ts-expect-error a string for a port
  { networking: { firewall: { allowedTCPPorts: ["6443"] } } },
  // @ts-expect-error a string for a list
  { services: { etcd: { listenClientUrls: "https://10.0.0.11:2379" } } },
  // @ts-expect-error not one of the values
  { services: { etcd: { initialClusterState: "old" } } },
  // @ts-expect-error not one of the values, inside a list
  { services: { kubernetes: { roles: ["etcd"] } } },
  // @ts-expect-error a known setting keeps its type in an open submodule
  { services: { openssh: { settings: { PermitRootLogin: "maybe" } } } },
  // @ts-expect-error null where NixOS takes none
  { services: { kubernetes: { controllerManager: { clusterCidr: null } } } },
  // @ts-expect-error a list that may not be empty
  { fileSystems: { "/": { options: [] } } },
  // @ts-expect-error a package is not plain data
  { services: { etcd: { package: "/nix/store/x-etcd" } } },
  // @ts-expect-error a function is not plain data
  { services: { kubernetes: { kubelet: { manifests: { vip: () => ({}) } } } } },
  // @ts-expect-error an option is left out, not set to undefined
  { services: { etcd: { enable: undefined } } },
];
