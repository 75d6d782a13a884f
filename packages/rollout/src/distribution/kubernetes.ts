import type { Operations } from "./operations.ts";

/** Upstream Kubernetes from nixpkgs: each component a service of its own. */
export const kubernetes: Operations = { etcdUnit: "etcd.service" };
