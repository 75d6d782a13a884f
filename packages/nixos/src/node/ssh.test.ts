import { expect, it } from "vitest";
import { BGP_CLUSTER } from "../testing/clusters.ts";
import { ssh } from "./ssh.ts";

it("lets root in by the keys of machines.ts, where it has any", () => {
  const keys = ["ssh-ed25519 AAAA ops"];
  const cluster = { ...BGP_CLUSTER, ssh: { ...BGP_CLUSTER.ssh, authorizedKeys: keys } };
  expect(ssh(cluster)).toEqual({ users: { users: { root: { openssh: { authorizedKeys: { keys } } } } } });
  expect(ssh(BGP_CLUSTER)).toEqual({});
});
