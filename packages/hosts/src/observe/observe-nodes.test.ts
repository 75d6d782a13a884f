import type { Cluster } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import type { CommandOutput } from "@quorate/command";
import { deployPaths } from "@quorate/rollout";
import { expect, test } from "vitest";
import example from "../../../../examples/three-masters-bgp.ts";
import { observeNodes } from "./observe-nodes.ts";

const cluster = resolvedCluster(example);
const paths = deployPaths(
  { certificates: "/certs", flake: "/flake", flakeArguments: [], nixArguments: [] },
  "/tmp/q",
);
const nodes = cluster.nodes.slice(0, 2);
const refusal = (stderr: string): CommandOutput => ({ code: 255, stdout: "", stderr });

/** Looks at two machines whose ssh ports answer by `answers`, in the order in which they are asked. */
async function look(port: number, answers: { readonly [node: string]: readonly CommandOutput[] }) {
  const asked: string[] = [];
  const observed = await observeNodes(
    async ({ node, argv }) => {
      if (argv[0] === "bash") {
        if (argv[2]?.includes("ssh-keyscan")) return { code: 0, stdout: "", stderr: "" };
        asked.push(`${node} whether it serves`);
        return { code: 0, stdout: "", stderr: "" };
      }
      const before = asked.filter((one) => one.startsWith(`${node} `)).length;
      asked.push(`${node} ${argv.includes("-p") ? argv[argv.indexOf("-p") + 1] : "its port"}`);
      return answers[node ?? ""]?.[before] ?? refusal("Connection timed out");
    },
    paths,
    {
      cluster: { ...cluster, ssh: { ...cluster.ssh, port } } as Cluster,
      nodes,
      targets: [],
    },
  );
  return {
    asked,
    observed: observed.map((one) => (one.kind === "unreachable" ? one.problem.code : one.kind)),
  };
}

test("looks at all machines, whatever becomes of one", async () => {
  const { asked, observed } = await look(22, {
    node1: [refusal("Connection refused")],
    node2: [refusal("Host key verification failed.")],
  });
  expect(observed).toEqual(["ssh-refused", "bare"]);
  expect(asked).toEqual(["node1 its port", "node2 its port", "node2 whether it serves"]);
});

test("looks a second time at port 22 where the cluster's own refuses", async () => {
  const { asked, observed } = await look(2222, {
    node1: [refusal("Connection refused"), refusal("Host key verification failed.")],
    node2: [refusal("Connection timed out")],
  });
  expect(observed).toEqual(["bare", "host-unreachable"]);
  expect(asked.sort()).toEqual(["node1 22", "node1 its port", "node1 whether it serves", "node2 its port"]);
});

test("tells of a machine that is not ours whether it serves as part of a cluster", async () => {
  const observed = await observeNodes(
    async ({ argv }) => {
      if (argv[0] !== "bash") return refusal("Host key verification failed.");
      const stdout = argv[2]?.includes("ssh-keyscan")
        ? "10.0.0.11 ssh-ed25519 AAAAold\n"
        : "answers=6443\nreached=22\nanswers=2379\n";
      return { code: 0, stdout, stderr: "" };
    },
    paths,
    { cluster, nodes: nodes.slice(0, 1), targets: [] },
    async () => new Map([["AAAAold", "node7"]]),
  );
  expect(observed).toEqual([
    { kind: "bare", node: "node1", reason: "foreign-host-key", answersAt: [2379, 6443], shows: "node7" },
  ]);
});
