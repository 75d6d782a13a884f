import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../flake/nix.ts";

// Nix, where a deployment to a lab runs: in a namespace that has the lab's network alone. These are real namespaces.

const BIN = join(ROOT, "packages/lab/bin");
const OWN = readlinkSync("/proc/self/ns/net");

let folder: string;

beforeAll(() => {
  if (process.getuid?.() !== 0) throw new Error("this test makes network namespaces: run it as root");
  folder = mkdtempSync(join(tmpdir(), "quorate-nix-"));
  for (const name of ["nix", "nix-store"]) {
    writeFileSync(
      join(folder, name),
      '#!/bin/sh\nreadlink /proc/self/ns/net\nprintf "%s\\n" "${0##*/}" "$@"\nexit 7\n',
    );
    chmodSync(join(folder, name), 0o755);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs it in a network namespace of its own, with the lab's programs first. */
function inNamespace(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  path = `${folder}:/usr/bin:/bin`,
) {
  const { status, stdout, stderr } = spawnSync("/usr/bin/unshare", ["--net", ...words], {
    encoding: "utf8",
    env: { ...process.env, ...environment, PATH: `${BIN}:${path}` },
  });
  const [network, ...said] = stdout.trim().split("\n");
  return { code: status, network, said, stderr };
}

describe("Nix in the operator's place", () => {
  const environment = { QUORATE_LAB_OWN_NETWORK: `/proc/${process.pid}/ns/net` };
  const flakes = ["--extra-experimental-features", "nix-command flakes"];

  test.each([
    { words: ["nix", ...flakes, "eval", "--apply", "nodes: copy", "copy#copy"], has: "this machine's" },
    { words: ["nix", ...flakes, "path-info", "--size", "/nix/store/copy"], has: "this machine's" },
    { words: ["nix-store", "--option", "a", "copy", "--realise", "/nix/store/x.drv"], has: "this machine's" },
    { words: ["nix", ...flakes, "copy", "--to", "ssh://node1", "/nix/store/x"], has: "the lab's" },
    { words: ["nix", "--option", "a", "b", "-L", "copy", "/nix/store/x"], has: "the lab's" },
  ])("$words has $has network, its words and its end", ({ words, has }) => {
    const { code, network, said } = inNamespace(words, environment);
    expect(network === OWN ? "this machine's" : "the lab's").toBe(has);
    expect(said).toEqual(words);
    expect(code).toBe(7);
  });

  test("stays where it is for whoever names no network", () => {
    const { network } = inNamespace(["nix", "eval"], { QUORATE_LAB_OWN_NETWORK: "" });
    expect(network).not.toBe(OWN);
  });

  test("is not there where there is none but this", () => {
    const tools = join(folder, "tools");
    mkdirSync(tools);
    for (const name of ["bash", "basename", "dirname", "env"])
      symlinkSync(`/usr/bin/${name}`, join(tools, name));
    const { code, stderr } = inNamespace(["nix", "eval"], environment, tools);
    expect({ code, stderr }).toEqual({ code: 127, stderr: "nix: command not found\n" });
  });
});
