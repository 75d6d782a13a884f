// Compiled by `npm run typecheck`, never run: an option that does not exist must not compile in an emitter.
import type { NixosOptions } from "@quorate/cluster";
import type { NodeOptions } from "./node-options.ts";

export const emitted: NixosOptions = {
  services: { etcd: { enable: true, name: "node1" } },
};

export const misspelt: NixosOptions = {
  // @ts-expect-error there is no such option
  services: { etcd: { enabled: true } },
};

export const wrongType: NixosOptions = {
  // @ts-expect-error a list of texts
  services: { etcd: { initialCluster: "node1=https://10.0.0.11:2380" } },
};

export const renamed: NixosOptions = {
  // @ts-expect-error renamed to `apiserver.etcd.servers`
  services: { kubernetes: { etcd: { servers: ["https://10.0.0.11:2379"] } } },
};

export const removed: NixosOptions = {
  // @ts-expect-error gone
  services: { kubernetes: { kubelet: { networkPlugin: "cni" } } },
};

// @ts-expect-error a node has a disk, and options of our own
export const incomplete: NodeOptions = { networking: { hostName: "node1" } };
