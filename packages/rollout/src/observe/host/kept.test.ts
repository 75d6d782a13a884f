import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { testCluster, testPath } from "../../testing/observations.ts";
import { MINOR_OF } from "../../watchdog/minor-of.ts";
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
    const cluster = testCluster();
    for (const node of cluster.nodes) {
      const script = kept.questions({ cluster, node }).join("\n");
      execFileSync("/bin/sh", ["-n", "-c", script]);
      expect(script.includes("kept-apiserver=")).toBe(node.roles.controlPlane);
      expect(script.includes("kept-etcd=")).toBe(node.roles.etcd);
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

describe("the minor version of what a system starts", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-minor-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["etcd Version: 3.6.4", "ExecStart=PROGRAM", "3.6"],
    ["Kubernetes v1.36.3", "ExecStart=PROGRAM --flag \\\\", "1.36"],
    ["k3s version v1.35.1+k3s1 (abc)", "ExecStart=@PROGRAM k3s server", "1.35"],
    ["something else", "ExecStart=PROGRAM", ""],
    ["etcd Version: 3.6.4", "Type=oneshot", ""],
  ])("%s, %s", (says, line, expected) => {
    const program = join(folder, "program");
    writeFileSync(program, `#!/bin/sh\necho '${says}'\n`);
    chmodSync(program, 0o755);
    mkdirSync(join(folder, "etc/systemd/system"), { recursive: true });
    writeFileSync(
      join(folder, "etc/systemd/system/one.service"),
      `[Service]\n${line.replace("PROGRAM", program)}\n`,
    );
    const script = [...MINOR_OF, 'minor_of "$0" one.service'].join("\n");
    expect(execFileSync("/bin/sh", ["-c", script, folder], { encoding: "utf8" }).trim()).toBe(expected);
  });
});
