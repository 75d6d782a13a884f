import { expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { scheduler } from "./scheduler.ts";

it("scheduler talks to the apiserver of its own host", () => {
  const cluster = { ...BGP_CLUSTER, api: { ...BGP_CLUSTER.api, port: 8443 } };
  expect(scheduler(cluster, nodeOf(cluster, "node1"))).toEqual({
    services: {
      kubernetes: {
        scheduler: {
          enable: true,
          kubeconfig: {
            server: "https://127.0.0.1:8443",
            caFile: "/var/lib/quorate/secrets/kubernetes-ca.crt",
            certFile: "/var/lib/quorate/secrets/scheduler.crt",
            keyFile: "/var/lib/quorate/secrets/scheduler.key",
          },
          port: 10259,
        },
      },
    },
  });
});

it.each(["etcd1", "worker1"])("scheduler is nothing on %s", (name) => {
  expect(scheduler(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, name))).toEqual({});
});
