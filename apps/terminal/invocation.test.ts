import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import scripts from "../../package.json" with { type: "json" };
import { asTyped, hintAsTyped } from "./as-typed.ts";
import { type Invocation, invocationOf } from "./invocation.ts";

const npm: Invocation = { kind: "npm", machines: undefined };
const nix: Invocation = { kind: "nix", machines: undefined };
const program: Invocation = { kind: "program", machines: undefined };
const inLab: Invocation = {
  ...program,
  lab: ["--configurations", "labConfigurations", "--override-input", "a=path:/q"],
};
const script: Invocation = { kind: "script", script: "../a b/quorate.mjs", machines: undefined };

describe("commands in hints", () => {
  it.each<[string, Invocation, string]>([
    ["Run `quorate lab up` first.", npm, "Run `npm run lab -- up` first."],
    ["Run `quorate generate`.", npm, "Run `npm run generate`."],
    [
      "`quorate lab logs node1`, `quorate lab down`",
      npm,
      "`npm run lab -- logs node1`, `npm run lab -- down`",
    ],
    ["Run `git add nix` and quorate", npm, "Run `git add nix` and quorate"],
    ["Run `quorate lab up` first.", program, "Run `quorate lab up` first."],
    ["Run `quorate generate`.", nix, "Run `nix run .#generate`."],
    ["Run `quorate genCerts certs`.", nix, "Run `nix run .#genCerts certs`."],
    ["Run `quorate deploy --all`.", nix, "Run `nix run .#deploy -- --all`."],
    ["Run `quorate genCerts certs`.", script, "Run `node '../a b/quorate.mjs' genCerts certs`."],
    ["Run `quorate lab up`.", { ...program, machines: "a/m.ts" }, "Run `quorate lab --machines a/m.ts up`."],
    ["Run `quorate generate`.", { ...npm, machines: "m.ts" }, "Run `npm run generate -- --machines m.ts`."],
    ["`quorate lab up`", { ...nix, machines: "m.ts" }, "`nix run .#lab -- --machines m.ts up`"],
    ["`quorate generate`", { ...program, machines: "a b.ts" }, "`quorate generate --machines 'a b.ts'`"],
    [
      "Set it in machines.ts, and run `quorate generate`.",
      { ...program, machines: undefined, inventory: ["--inventory", "old/i.yaml", "--gateway", "10.0.0.1"] },
      "Set it in old/i.yaml, and run `quorate generate --inventory old/i.yaml --gateway 10.0.0.1`.",
    ],
    [
      "(what machines.ts has; flake/machines.ts, my-machines.ts and machines.tsx stay)",
      { ...program, machines: "a b/$&.ts" },
      "(what a b/$&.ts has; flake/machines.ts, my-machines.ts and machines.tsx stay)",
    ],
    ['made from "machines.ts"', { ...program, machines: "other.ts" }, 'made from "machines.ts"'],
    ["Take it out of machines.ts.", program, "Take it out of machines.ts."],
    [
      "`quorate deploy node1 --configurations labConfigurations --flake f --override-input a=path:/q --option b=c`",
      inLab,
      "`quorate lab deploy node1 --flake f --option b=c`",
    ],
    ["`quorate deploy --all`", { ...inLab, machines: "m.ts" }, "`quorate lab --machines m.ts deploy --all`"],
    ["`quorate deploy --all`", { ...npm, lab: [] }, "`npm run lab -- deploy --all`"],
    ["`quorate reboot node1`", inLab, "`quorate lab run -- quorate reboot node1`"],
    ["`quorate unlock node1`", { ...npm, lab: [] }, "`npm run lab -- run -- npm run unlock -- node1`"],
    ["`quorate generate`, `quorate lab up`", inLab, "`quorate generate`, `quorate lab up`"],
    ["`quorate nixosOptions --out x`", { ...program, machines: "m.ts" }, "`quorate nixosOptions --out x`"],
  ])("%s, with %j, reads %s", (text, invocation, expected) => {
    expect(asTyped(text, invocation)).toBe(expected);
  });

  it.each([
    [
      "Take it out: `offline: true` in machines.ts",
      "Take it out: `offline: true` in machines.ts; an inventory has no place for offline: `quorate importInventory 'my i.yaml'` makes a machines.ts of it",
    ],
    [
      "Make it 3. It can stay by allowEvenMembers: true.",
      "Make it 3. It can stay by allowEvenMembers: true; an inventory has no place for allowEvenMembers: `quorate importInventory 'my i.yaml'` makes a machines.ts of it",
    ],
    ["It is what `health` of machines.ts asks for", "It is what `watch_namespaces` of my i.yaml asks for"],
    ["Put it back into machines.ts", "Put it back into my i.yaml"],
  ])("of an inventory name what it has a place for: %s", (hint, expected) => {
    const inventory = ["--inventory", "my i.yaml"];
    expect(hintAsTyped(hint, { ...program, inventory })).toBe(expected);
    expect(hintAsTyped(hint, program)).toBe(hint);
  });

  it("of an inventory leave what a message says of a field that it has none of", () => {
    const message = "node1 encrypts Secrets, and encryptSecrets is false in machines.ts";
    expect(asTyped(message, { ...program, inventory: ["--inventory", "i.yaml"] })).toBe(message);
  });

  it("that npm runs are scripts of a checkout", () => {
    for (const name of ["generate", "genCerts", "deploy", "lab", "nixosOptions", "quorum"])
      expect(Object.keys(scripts.scripts)).toContain(name);
  });
});

describe("Quorate was started", () => {
  function pathWith(...files: readonly string[]): string {
    const folder = mkdtempSync(join(tmpdir(), "quorate-invocation-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "bin"));
    for (const file of files) writeFileSync(join(folder, "bin", file), "");
    return join(folder, "bin");
  }
  const checkout = { npm_package_name: "quorate", npm_lifecycle_event: "lab" };
  const start = (environment: NodeJS.ProcessEnv, path: string) =>
    invocationOf({ environment, script: path, cwd: "/home/me/cluster", machines: undefined });

  it.each<[string, () => Invocation, object]>([
    ["by npm, in a checkout", () => start(checkout, "/q/scripts/quorate.mjs"), { kind: "npm" }],
    [
      "by another package's npm script",
      () => start({ ...checkout, npm_package_name: "mine" }, "/home/me/cluster/x.mjs"),
      { kind: "script", script: "x.mjs" },
    ],
    [
      "as a program of PATH",
      () => start({ PATH: `/bin:${pathWith("quorate")}` }, "/nix/store/x/quorate.mjs"),
      { kind: "program" },
    ],
    [
      "by nix run",
      () => start({ PATH: `:.:/bin:${pathWith("node")}` }, "/nix/store/x/quorate.mjs"),
      { kind: "nix" },
    ],
    [
      "as a script nearby",
      () => start({ PATH: "" }, "/home/me/quorate/scripts/quorate.mjs"),
      { kind: "script", script: "../quorate/scripts/quorate.mjs" },
    ],
    [
      "as a script elsewhere",
      () => start({}, "/q/quorate.mjs"),
      { kind: "script", script: "/q/quorate.mjs" },
    ],
    [
      "by a deployment to a lab",
      () => start({ QUORATE_LAB_WORDS: '["--option","a=b"]' }, "/q/quorate.mjs"),
      { kind: "script", script: "/q/quorate.mjs", lab: ["--option", "a=b"] },
    ],
  ])("%s", (_, how, expected) => {
    expect(how()).toEqual({ machines: undefined, ...expected });
  });
});
