import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { testCluster, testPath, testServers } from "../../testing/observations.ts";
import { answersOf } from "../answers.ts";
import { changesHostKey, kept } from "./kept.ts";

const closure = testPath("before");
const whole = [
  `kept-closure=${closure}`,
  "kept-there=yes",
  "kept-fingerprint=abc",
  "kept-generation=12-link",
  "kept-at=1790000000",
  `kept-secret=${"a".repeat(64)}  ./etcd.key`,
  `kept-secret=${"b".repeat(64)}  ./odd.key`,
  "kept-file=etcd 600 ./etcd.key",
  "kept-file=nobody 640 ./odd.key",
  "kept-etcd=3.6 3.5",
  "kept-apiserver=same same",
];
const read = (...lines: readonly string[]) => kept.read(answersOf(lines));

describe("what a host has kept", () => {
  test("is read from what it says", () => {
    expect(read(...whole)).toEqual({
      closure,
      there: true,
      fingerprint: "abc",
      generation: { number: 12, at: 1_790_000_000 },
      begun: false,
      secrets: [
        { file: "etcd.key", owner: "etcd", mode: "0600", digest: "a".repeat(64) },
        // Whose it was nobody knows any more: then it is root's, and private.
        { file: "odd.key", owner: "root", mode: "0600", digest: "b".repeat(64) },
      ],
      etcd: { runs: "3.6", kept: "3.5" },
      apiserver: { runs: "same", kept: "same" },
      parts: undefined,
    });
  });

  test.each([
    ["nothing", []],
    ["no path", ["kept-closure=/etc/passwd"]],
  ])("is nothing where it says %s", (_, lines) => {
    expect(read(...lines)).toBeUndefined();
  });

  test.each([
    ["a generation that is gone", whole.filter((line) => !line.startsWith("kept-generation")), "generation"],
    ["no fingerprint", whole.filter((line) => !line.startsWith("kept-fingerprint")), "fingerprint"],
  ] as const)("may have %s", (_, lines, field) => {
    expect(read(...lines)?.[field]).toBeUndefined();
  });

  test("is asked for by lines of POSIX shell, of every kind of node", () => {
    for (const cluster of [testCluster(), testServers()]) {
      const isK3s = cluster.distribution.kind === "k3s";
      for (const node of cluster.nodes) {
        const script = kept.questions({ cluster, node }).join("\n");
        execFileSync("/bin/sh", ["-n", "-c", script]);
        expect(script.includes("kept-apiserver=")).toBe(node.roles.controlPlane);
        expect(script.includes("kept-etcd=")).toBe(node.roles.etcd || isK3s);
        // Of an agent it is no matter which etcd its k3s has.
        expect(script.includes("+k3s[1-9]")).toBe(node.roles.etcd && isK3s);
      }
    }
  });

  test("changes the host key unless it is the same file", () => {
    const now = { ssh_host_ed25519_key: "e" };
    const of = (digest: string) => ({
      secrets: [{ file: "ssh_host_ed25519_key", owner: "root", mode: "0600", digest }] as const,
    });
    expect(changesHostKey(of("e"), now)).toBe(false);
    expect(changesHostKey(of("f"), now)).toBe(true);
    expect(changesHostKey({ secrets: [] }, now)).toBe(true);
  });
});
