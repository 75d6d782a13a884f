import { resolvedCluster } from "@quorate/cluster/testing";
import type { Command, CommandOutput } from "@quorate/command";
import { PAUSES } from "@quorate/rollout";
import { expect, test } from "vitest";
import servers from "../../examples/k3s.ts";
import example from "../../examples/three-masters-bgp.ts";
import { keptContext } from "../testing/context.ts";
import { tellMembers } from "./members.ts";

const cluster = resolvedCluster(example);
const LIST = cluster.etcd.members.map(({ name, peerUrl }, index) => ({
  id: index + 10,
  name,
  peerURLs: [peerUrl],
  clientURLs: ["https://127.0.0.1:2379"],
}));

/** What a host says that runs a member. */
function answer(node: string): string {
  const id = LIST.find(({ name }) => name === node)?.id;
  return [
    "quorate-probe=1",
    "nixos=yes",
    "etcd=active",
    "etcd-data=yes",
    'etcd-health={"health":"true"}',
    `etcd-status=${JSON.stringify({ header: { cluster_id: "9", member_id: String(id) }, leader: "10", version: "3.6.16" })}`,
    "etcd-members=X-Etcd-Cluster-Id: 9",
    `etcd-members=${JSON.stringify(LIST)}`,
    "",
  ].join("\n");
}

async function tell(silent: readonly string[], json = false, of = cluster) {
  const context = keptContext({ json });
  const run = async ({ node, description }: Command): Promise<CommandOutput> =>
    description !== "look at the machine" || silent.includes(String(node))
      ? { code: 255, stdout: "", stderr: "no route to host" }
      : { code: 0, stdout: answer(String(node)), stderr: "" };
  const code = await tellMembers(of, "/etc/machines.ts", { machines: "machines.ts" }, context, {
    run,
    inspectCertificates: () => [],
    inspectGenerated: async () => ({ problems: [], fingerprints: new Map() }),
    identity: "",
    isDead: () => false,
    pauses: PAUSES,
    openJournal: () => {
      throw new Error("nothing is done that belongs into a journal");
    },
  });
  return { code, out: context.lines, err: context.errors.join("\n") };
}

test("every member is asked, and what one does not tell is a question mark", async () => {
  const { code, out } = await tell(["node3"]);
  expect(code).toBe(0);
  expect(out[0]).toBe("etcd: 2 of 3 voters known to be up, 1 not known: tolerates 0 or more");
  expect(out[1]).toBe("cluster 9, by node1, node2");
  expect(out.find((line) => line.startsWith("node1"))).toMatch(/ a .*leader {2}healthy {2}3\.6\.16/);
  expect(out.find((line) => line.startsWith("node3"))).toMatch(/ c .*voter +\? +\? +\?/);
  expect(out.at(-1)).toBe("node3: not known (?): its machine could not be asked");
});

test("a program is told the same", async () => {
  const { out } = await tell(["node3"], true);
  const told = JSON.parse(out.join("\n")) as { readonly members: readonly { readonly healthy: object }[] };
  expect(told).toMatchObject({ ok: true, schema: 1, differences: [], unknownVoters: ["node3"] });
  expect(told.members.map(({ healthy }) => healthy)).toEqual([
    { known: true, value: true },
    { known: true, value: true },
    { known: false, why: "its machine could not be asked" },
  ]);
});

test("it has failed where nobody told anything", async () => {
  const { code, err } = await tell(["node1", "node2", "node3"]);
  expect(code).toBe(1);
  expect(err).toContain("[etcd-silent]");
  expect(err).toContain("on a member's: journalctl -u etcd");
});

test("it says where etcd is heard of where k3s runs it", async () => {
  const of = resolvedCluster(servers);
  const { err } = await tell(
    of.nodes.map(({ name }) => name),
    false,
    of,
  );
  expect(err).toContain("[etcd-silent]");
  expect(err).toContain("on a member's: journalctl -u k3s");
});
