import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { etcdInK3s } from "../distribution/k3s-etcd.ts";
import { writeProgram } from "../testing/programs.ts";
import { minorOf, minorWords } from "./minor-of.ts";

const folder = mkdtempSync(join(tmpdir(), "quorate-minor-"));
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(folder, "program");
mkdirSync(join(folder, "etc/systemd/system"), { recursive: true });

/** What it prints of a system whose unit has such a line, and whose program says such a version. */
function printed(lines: readonly string[], says: string, line = "ExecStart=PROGRAM"): string {
  writeProgram(program, `echo '${says}'`);
  writeFileSync(
    join(folder, "etc/systemd/system/one.service"),
    `[Service]\n${line.replace("PROGRAM", program)}\n`,
  );
  const script = [...lines, 'minor_of "$0" one.service'].join("\n");
  return execFileSync("/bin/sh", ["-c", script, folder], { encoding: "utf8" }).trim();
}

test.each([
  ["etcd Version: 3.6.4", "ExecStart=PROGRAM", "3.6"],
  ["Kubernetes v1.36.3", "ExecStart=PROGRAM --flag \\\\", "1.36"],
  ["k3s version v1.35.1+k3s1 (abc)", "ExecStart=@PROGRAM k3s server", "1.35"],
  ["something else", "ExecStart=PROGRAM", ""],
  ["etcd Version: 3.6.4", "Type=oneshot", ""],
])("the minor version of %s, %s", (says, line, expected) => {
  expect(printed(minorOf("kubernetes", true), says, line)).toBe(expected);
  expect(printed(minorOf("k3s", false), says, line)).toBe(expected);
});

describe("of a member with k3s", () => {
  const lines = minorOf("k3s", true);
  const k3s = (version: string) => `k3s version v${version} (abc)`;

  test.each([
    ["1.32.10+k3s1", "1.32/3.5"],
    ["1.33.6+k3s1", "1.33/3.5"],
    ["1.33.7+k3s3", "1.33/3.5"],
    ["1.33.10+k3s1", "1.33/3.5"],
    ["1.33.11+k3s1", "1.33/3.6"],
    ["1.33.13+k3s2", "1.33/3.6"],
    ["1.33.13+k3s3", "1.33/1.33.13+k3s3"],
    ["1.33.14+k3s1", "1.33/1.33.14+k3s1"],
    ["1.34.12+k3s1", "1.34/3.6"],
    ["1.37.0+k3s1", "1.37/3.7"],
    ["1.30.4+k3s1", "1.30/1.30.4+k3s1"],
    ["1.33.11-rc1+k3s1", "1.33/1.33.11-rc1+k3s1"],
    ["0.0.0+k3s0", "0.0/0.0.0+k3s0"],
  ])("%s is %s", (version, expected) => {
    expect(printed(lines, k3s(version))).toBe(expected);
  });

  test("one that tells no version is like itself alone, and none is none", () => {
    expect(printed(lines, "killed")).toBe(`?/${program}`);
    expect(printed(lines, k3s("1.33.6+k3s1"), "Type=oneshot")).toBe("");
  });

  test("the shell and the plan know of the same releases which etcd they have", () => {
    const releases = [31, 32, 33, 34, 35, 36, 37, 38].flatMap((minor) =>
      Array.from({ length: 15 }, (_, patch) =>
        [1, 2, 3].map((build) => `1.${minor}.${patch}+k3s${build}`),
      ).flat(),
    );
    // One shell for all of them.
    writeProgram(program, 'echo "k3s version v$VERSION (abc)"');
    writeFileSync(join(folder, "etc/systemd/system/one.service"), `[Service]\nExecStart=${program}\n`);
    const script = [
      ...lines,
      `for VERSION in ${releases.join(" ")}; do export VERSION; echo "$VERSION $(minor_of "$0" one.service)"; done`,
    ].join("\n");
    const told = execFileSync("/bin/sh", ["-c", script, folder], { encoding: "utf8" }).trim().split("\n");
    expect(told).toEqual(
      releases.map((release) => {
        const inside = etcdInK3s(release);
        const etcd = inside?.sure ? `${inside.version.major}.${inside.version.minor}` : release;
        return `${release} ${/^\d+\.\d+/.exec(release)?.[0]}/${etcd}`;
      }),
    );
  });
});

test.each([
  ["", ""],
  ["same", "same"],
  ["1.33", "1.33"],
  ["1.33/3.6", "1.33 (etcd 3.6)"],
  ["1.33/1.33.14+k3s1", "1.33.14+k3s1 (which etcd it has is not known)"],
  ["?//nix/store/x/bin/k3s", "/nix/store/x/bin/k3s (which etcd it has is not known)"],
])("as words: %s", (one, expected) => {
  expect(minorWords(one)).toBe(expected);
});
