import { expect, test } from "vitest";
import { testCluster } from "../testing/observations.ts";
import type { BareObservation } from "./observation.ts";
import { shownKeyCommand, withShownKey } from "./shown-key.ts";

const cluster = testCluster();
const [node] = cluster.nodes;
if (node === undefined) throw new Error("no node");
const bare: BareObservation = { kind: "bare", node: node.name, reason: "foreign-host-key" };
const keys = new Map([
  ["AAAAof-old", "old1"],
  ["AAAAof-db1", "db1"],
]);
const said = (...keys: readonly string[]) => ({
  code: 0,
  stdout: keys.map((key) => `10.0.0.21 ssh-ed25519 ${key}\n`).join(""),
  stderr: "",
});

test.each([
  ["an orphan's", said("AAAAof-old"), "old1"],
  ["nobody's that we know", said("AAAAother"), undefined],
  ["its own", said("AAAAof-db1"), undefined],
  ["one at the second port", said("AAAAother", "AAAAof-old"), "old1"],
  ["nothing", said(), undefined],
  ["something else", { code: 0, stdout: "# banner\nAAAAof-old\n", stderr: "" }, undefined],
])("a machine that shows %s", (_, output, shows) => {
  expect(withShownKey(bare, output, keys).shows).toBe(shows);
});

test("is asked at the cluster's ssh port and at the usual one, each once", () => {
  const ports = (port: number) =>
    shownKeyCommand(node, { ...cluster, ssh: { ...cluster.ssh, port } }).argv.slice(4);
  expect(ports(22)).toEqual(["22"]);
  expect(ports(2222)).toEqual(["2222", "22"]);
});
