import { type Cluster, type Node, secretFilesOfNode } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { refuseEncryptionChange } from "./encryption.ts";

const cluster = testCluster();
const desired = testDesired(cluster);

/** What a look can tell of a master: with the key or without, or with a part of an apiserver's files, no apiserver of its own, bare, or nothing. */
type Seen = "encrypts" | "plain" | "part" | "worker" | "new" | "bare" | "unreachable" | "not-looked-at";

function observe(name: string, seen: Seen): readonly Observation[] {
  const one = desired.find(({ node }) => node.name === name);
  if (one === undefined) throw new Error(name);
  const { node } = one;
  const holding = (of: Cluster, as: Node) =>
    testInstalled(one, {
      secrets: Object.fromEntries(secretFilesOfNode(of, as).map(({ file }) => [file, "0".repeat(64)])),
    });
  const as: { readonly [S in Seen]: readonly Observation[] } = {
    encrypts: [holding({ ...cluster, encryptSecrets: true }, node)],
    plain: [holding({ ...cluster, encryptSecrets: false }, node)],
    part: [testInstalled(one, { secrets: { "apiserver.crt": "0".repeat(64) } })],
    worker: [holding(cluster, { ...node, roles: { controlPlane: false, etcd: false, kubelet: true } })],
    new: [testInstalled(one, { secrets: {} })],
    bare: [{ kind: "bare", node: node.name, reason: "foreign-host-key" }],
    unreachable: [
      { kind: "unreachable", node: node.name, problem: problem("host-unreachable", name, "no answer") },
    ],
    "not-looked-at": [],
  };
  return as[seen];
}

/** The masters that are refused, by a deployment to `targets` of a file that says `encrypt`. */
function refused(encrypt: boolean, targets: readonly string[], one: Seen, two: Seen): readonly string[] {
  const problems = refuseEncryptionChange(
    { ...cluster, encryptSecrets: encrypt },
    cluster.nodes.filter(({ name }) => targets.includes(name)),
    [...observe("master1", one), ...observe("master2", two)],
  );
  expect(new Set(problems.map(({ code, exit }) => `${code} ${exit}`)).size).toBeLessThan(2);
  return problems.map(({ where }) => where);
}

const both = ["master1", "master2"];

describe("encryption of Secrets", () => {
  test.each<[boolean, readonly string[], Seen, Seen, readonly string[]]>([
    // As the file says.
    [true, both, "encrypts", "encrypts", []],
    [false, both, "plain", "plain", []],
    [true, both, "bare", "bare", []],
    [false, both, "bare", "bare", []],
    [true, both, "new", "worker", []],
    [true, ["master1"], "encrypts", "unreachable", []],
    [false, ["master1"], "plain", "unreachable", []],
    // Switched on.
    [true, both, "plain", "plain", both],
    [true, ["master1"], "plain", "plain", both],
    [true, ["master1"], "plain", "encrypts", ["master1"]],
    [true, ["master1"], "part", "encrypts", ["master1"]],
    [true, ["master1"], "encrypts", "plain", ["master2"]],
    [true, ["master2"], "plain", "bare", ["master1"]],
    [true, both, "plain", "bare", ["master1"]],
    [true, both, "plain", "worker", ["master1"]],
    [true, ["master1"], "plain", "unreachable", ["master1"]],
    [true, ["master1"], "plain", "not-looked-at", ["master1"]],
    // Where it is the only apiserver.
    [true, ["master1"], "plain", "bare", []],
    [true, ["master1"], "plain", "new", []],
    [true, ["master1"], "plain", "worker", []],
    // Switched off: it loses its key, however many there are.
    [false, both, "encrypts", "encrypts", both],
    [false, ["master1"], "encrypts", "plain", ["master1"]],
    [false, ["master1"], "plain", "encrypts", ["master2"]],
    [false, ["master2"], "encrypts", "bare", ["master1"]],
    [false, ["master1"], "encrypts", "bare", ["master1"]],
    // Who is not touched keeps what it has.
    [true, ["worker1", "db1"], "plain", "plain", []],
    [false, ["worker1"], "encrypts", "encrypts", []],
    [true, [], "plain", "plain", []],
  ])("%s in the file, to %j, of %s and %s: %j", (encrypt, targets, one, two, expected) => {
    expect(refused(encrypt, targets, one, two)).toEqual(expected);
  });

  test("says what would happen, and what the passes are", () => {
    const told = [true, false].map((encrypt) => {
      const [first] = refuseEncryptionChange({ ...cluster, encryptSecrets: encrypt }, cluster.nodes, [
        ...observe("master1", encrypt ? "plain" : "encrypts"),
        ...observe("master2", "unreachable"),
      ]);
      return first;
    });
    expect(told).toMatchInlineSnapshot(`
      [
        {
          "code": "encryption-needs-passes",
          "exit": "wrong-input",
          "hint": "Keep \`encryptSecrets: false\`. Or, while the API may be away: on every control plane node stop kube-apiserver and put encryption-config.json of its folder in the certificates folder into /var/lib/quorate/secrets; then deploy to all of them in one command (docs/deploy.md, "Changes that take several passes")",
          "message": "master1 keeps Secrets in clear, and encryptSecrets is true in machines.ts: switched on one after another, apiservers write what the others cannot read",
          "severity": "error",
          "where": "master1",
        },
        {
          "code": "encryption-needs-passes",
          "exit": "wrong-input",
          "hint": "Keep \`encryptSecrets: true\`. Or: let every apiserver write in clear with the key still there, write every Secret anew, remove /var/lib/quorate/secrets/encryption-config.json from every control plane node, and only then deploy (docs/deploy.md, "Changes that take several passes")",
          "message": "master1 encrypts Secrets, and encryptSecrets is false in machines.ts: it would lose the key of what is encrypted in etcd",
          "severity": "error",
          "where": "master1",
        },
      ]
    `);
  });
});
