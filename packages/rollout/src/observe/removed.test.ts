import type { HostName } from "@quorate/cluster";
import { expect, test } from "vitest";
import type { Stage } from "../plan/stage.ts";
import { testCluster, testServers } from "../testing/observations.ts";
import { removedMembers, stillRuns, stillRunsCommand } from "./removed.ts";

const cluster = testCluster();
const node = "db1" as HostName;
const through = { node, distribution: cluster.distribution.kind, clientUrl: "https://10.0.0.21:2379" };
const leaves = (name: string, url: string, kind: "remove-member" | "activate" = "remove-member"): Stage => ({
  kind,
  lanes: [
    {
      node,
      steps: [
        { kind: "member-remove", node, through, whom: { kind: "member", id: "b9", name, peerUrls: [url] } },
      ],
    },
  ],
});

test.each<[string, Stage, readonly object[]]>([
  ["a machine of before", leaves("db9", "https://10.0.0.29:2380"), [{ name: "db9", address: "10.0.0.29" }]],
  ["by IPv6", leaves("db9", "https://[fd00::9]:2380"), [{ name: "db9", address: "fd00::9" }]],
  ["without a name", leaves("", "https://10.0.0.29:2380"), [{ name: "b9", address: "10.0.0.29" }]],
  // Deploy brings it what it is now.
  ["a node that is no member any more", leaves("worker1", "https://10.0.0.31:2380"), []],
  // It is replaced on the same machine.
  ["whoever joins anew", leaves("db9", "https://10.0.0.29:2380", "activate"), []],
])("%s", (_, stage, removed) => {
  expect(removedMembers(cluster, [stage])).toEqual(removed);
});

test("k3s' is one unit, and its Node is gone with its member", () => {
  const output = { code: 0, stdout: "answers=6443\n", stderr: "" };
  const hint = (of: typeof cluster) =>
    stillRuns({ name: "db9", address: "10.0.0.29" }, of, output)[0]?.hint ?? "";
  expect(hint(testServers())).toContain("(systemctl disable --now k3s): no later deployment asks for it");
  expect(hint(testServers())).not.toContain("delete node");
  expect(hint(cluster)).toContain("kubectl delete node db9");
});

test.each<[string, string | undefined]>([
  ["reached=22\n", undefined],
  ["", undefined],
  [
    "reached=22\nanswers=2379\nanswers=2380\n",
    "etcd still answers on its machine (10.0.0.29, at 2379, 2380)",
  ],
  ["answers=6443\nanswers=10250\n", "an apiserver, a kubelet still answers"],
])("%j is told as %j", (stdout, words) => {
  const removed = { name: "db9", address: "10.0.0.29" };
  expect(stillRunsCommand(removed, cluster).argv).toEqual(
    expect.arrayContaining(["10.0.0.29", "answers=10250"]),
  );
  const [told] = stillRuns(removed, cluster, { code: 0, stdout, stderr: "" });
  if (words === undefined) expect(told).toBeUndefined();
  else expect(told).toMatchObject({ code: "removed-still-runs", message: expect.stringContaining(words) });
});
