import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { clusterFolder, machinesText, quorate } from "../support/quorate.ts";

describe("arguments", () => {
  it.each([
    [["frobnicate"]],
    [["generate", "--chekc"]],
    [["generate", "unexpected"]],
    [["genCerts"]],
    [["deploy", "--assume", "maybe"]],
    [["deploy", "--override-input", "no-equals-sign"]],
    [["nixosOptions"]],
    [["lab", "exec", "one", "--"]],
    [["lab", "run", "--"]],
    [["lab", "fault", "one", "kill", "--by", "5"]],
    [["lab", "fault", "one", "clock-skew", "--by", "0"]],
    [["lab", "fault", "one", "clock-skew", "--by", "4000000000"]],
    [["lab", "fault", "one", "trip"]],
    [["lab", "up", "--kubernetes", "1.20"]],
    [["lab", "up", "--kubernetes", "1.36.3"]],
    [["lab", "up", "--kubernetes", "1.36", "--bare"]],
    [["lab", "prepare", "--kubernetes"]],
    [["--frobnicate", "generate"]],
    [["generate", "--machines="]],
    [["--machines=", "generate"]],
    [["genCerts", ""]],
    [["deploy", "one", "--certs="]],
    [["deploy", "one", "--flake", ""]],
    [["nixosOptions", "--nixpkgs="]],
    [["nixosOptions", "--nixpkgs", "x", "--out="]],
    [["nixosOptions", "--nixpkgs", "x", "--machines", "machines.ts"]],
    [["--machines", "machines.ts", "nixosOptions", "--nixpkgs", "x"]],
    [["lab", "up", "--certs="]],
    [["lab", "status", "--machines", ""]],
  ])("%j are refused: exit 2", (args) => {
    const run = quorate(clusterFolder(machinesText()), ...args);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/error: /);
    expect(run.out).toBe("");
  });

  it("are refused as JSON with --json", () => {
    const run = quorate(clusterFolder(machinesText()), "generate", "--json", "--chekc");
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({
      ok: false,
      problems: [{ code: "usage", message: expect.stringContaining("--chekc") }],
    });
  });

  it("none at all, with --json, are told as JSON too", () => {
    const run = quorate(clusterFolder(), "--json");
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({
      problems: [{ code: "usage", message: "no command was named" }],
    });
  });

  it.each([
    [["--json", "generate", "--machines", "a/machines.ts"]],
    [["--machines", "a/machines.ts", "generate", "--json"]],
    [["--machines", "a/machines.ts", "--json", "generate"]],
  ])("%j: what all commands take is taken before the command too", (args) => {
    const folder = clusterFolder();
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a/machines.ts"), machinesText());
    const run = quorate(folder, ...args);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(run.out)).toMatchObject({ ok: true, folder: join(folder, "a/nix/generated") });
  });

  it("of the lab are taken before its name, behind it and behind its command", () => {
    for (const args of [
      ["--machines", "nowhere.ts", "lab", "prepare"],
      ["lab", "--machines", "nowhere.ts", "prepare"],
      ["lab", "prepare", "--machines", "nowhere.ts"],
    ]) {
      const run = quorate(clusterFolder(machinesText()), ...args);
      expect(run.code).toBe(2);
      expect(run.err).toMatch(/^nowhere\.ts: error: there is no such file/);
    }
  });

  it("--certs is certs beside machines.ts, as everything else, unless it is named", () => {
    const folder = clusterFolder();
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a/machines.ts"), machinesText());
    const machines = ["--machines", "a/machines.ts"] as const;
    expect(quorate(folder, "generate", ...machines).code).toBe(0);
    // Nix takes the folder from git, and no keys with it.
    writeFileSync(join(folder, "a/.gitignore"), "certs\n");
    execFileSync("bash", ["-c", "git init --quiet && git add --all"], { cwd: join(folder, "a") });
    const deploy = () => quorate(folder, "deploy", "one", "--dry-run", "--assume", "installed", ...machines);
    expect(deploy().err).toMatch(/^a\/certs: error: .*\[folder-missing\]$/m);
    expect(quorate(folder, "genCerts", "a/certs", ...machines).code).toBe(0);
    expect(deploy()).toMatchObject({
      code: 0,
      out: expect.stringContaining(join(folder, "a/certs/hosts/one")),
    });
    expect(quorate(folder, "deploy", "one", "--dry-run", "--certs", "certs", ...machines).err).toMatch(
      /^certs: error: .*\[folder-missing\]$/m,
    );
  });

  it("none at all show the help", () => {
    const run = quorate(clusterFolder());
    expect(run.code).toBe(2);
    expect(run.out + run.err).toMatch(/Usage: quorate/);
  });

  it("--help and --version end with 0", () => {
    expect(quorate(clusterFolder(), "--help")).toMatchObject({ code: 0, err: "" });
    for (const args of [["--help"], ["deploy", "--help"], ["lab", "status", "--help"]]) {
      expect(quorate(clusterFolder(), ...args).out).toMatch(/^Exit codes:\n {2}0 [\s\S]*^ {2}130 /m);
    }
    expect(quorate(clusterFolder(), "--version")).toMatchObject({ code: 0, err: "" });
  });
});
