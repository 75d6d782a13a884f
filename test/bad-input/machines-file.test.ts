import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { clusterFolder, machinesText, QUORATE, quorate } from "../support/quorate.ts";

// Every way in which the file itself can be wrong, through the program that people run.

const cases: readonly (readonly [what: string, text: string, says: readonly RegExp[]])[] = [
  ["does not parse", "export default {", [/^machines\.ts:\d+:\d+: error: .*expected.* \[TS1005\]$/m]],
  [
    "does not type-check",
    machinesText((text) => text.replace('interface: "eth0"', "interface: 7")),
    [/^machines\.ts:8:\d+: error: /m],
  ],
  [
    "names an option that NixOS does not have",
    machinesText((text) =>
      text.replace('name: "small",', 'name: "small", nixos: { services: { etcd: { enabel: true } } },'),
    ),
    [/^machines\.ts:4:\d+: error: .*enabel.* \[TS\d+\]$/m],
  ],
  [
    "throws an error",
    'throw new Error("on purpose");',
    [/machines\.ts:1: error: .*on purpose \[machines-threw\]/],
  ],
  ["throws something else", "throw null;", [/machines\.ts.*\[machines-threw\]/]],
  [
    "throws in a function",
    'const f = () => {\n  throw new TypeError("deep");\n};\nf();\nexport default 1;',
    [/machines\.ts:2: error: .*deep/],
  ],
  ["exports nothing", "export const name = 1;", [/no default export \[machines-no-export\]/]],
  ["is empty", "", [/no default export \[machines-no-export\]/]],
  ["exports a promise", "export default Promise.resolve({});", [/exports a promise \[machines-promise\]/]],
  ["exports an async function's result", "export default (async () => ({}))();", [/\[machines-promise\]/]],
  ["exports something else", "export default 42;", [/\[not-a-cluster\]/]],
  ["exports a plain object", "export default { name: 'a' };", [/\[not-a-cluster\]/, /defineCluster/]],
  ["ends the program", "process.exit(0);", [/^machines\.ts: error: .* \[machines-ended\]$/m]],
  [
    "waits for what never comes",
    "await new Promise(() => {});\nexport default 1;",
    [/^machines\.ts: error: .* \[machines-ended\]$/m],
  ],
  [
    "throws a text",
    'throw "no such machine";',
    [/^machines\.ts: error: .*: no such machine \[machines-threw\]$/m],
  ],
  ["imports what is not there", 'import x from "./nowhere.ts";\nexport default x;', [/nowhere/]],
  [
    "loops a cluster into itself",
    `${machinesText((text) => text.replace("export default", "const c ="))}const o: any = {}; o.o = o; (c as any).spec.nixosUnchecked = o;\nexport default c;`,
    [/\[(not-plain-data|option-path-invalid)\]/],
  ],
];

describe("a machines.ts that", () => {
  it.each(cases)("%s is refused: exit 2, a place, no stack trace, nothing written", (_what, text, says) => {
    const folder = clusterFolder(text);
    for (const args of [["generate"], ["genCerts", "certs"], ["deploy", "one", "--dry-run"]]) {
      const run = quorate(folder, ...args);
      expect.soft(run.code, args.join(" ")).toBe(2);
      for (const pattern of says) expect.soft(run.err).toMatch(pattern);
      expect.soft(run.err).not.toMatch(/^\s+at /m);
      expect.soft(run.out).toBe("");
      expect.soft(readdirSync(folder)).toEqual(["machines.ts"]);
    }
  });

  it("is missing is refused", () => {
    const run = quorate(clusterFolder(), "generate");
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toMatch(/machines\.ts: error: there is no such file/);
  });

  it("is a folder is refused", () => {
    const folder = clusterFolder();
    mkdirSync(join(folder, "machines.ts"));
    const run = quorate(folder, "generate");
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/machines-unreadable/);
  });

  it("is a pipe that nobody writes to is refused, and not waited for", () => {
    const folder = clusterFolder();
    execFileSync("mkfifo", [join(folder, "machines.ts")]);
    const run = quorate(folder, "generate");
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/machines\.ts: error: this is no ordinary file/);
  });

  it("shows a stack trace with --verbose alone", () => {
    const folder = clusterFolder('throw new Error("on purpose");');
    expect(quorate(folder, "generate", "--verbose").err).toMatch(/^\s+at /m);
  });

  it("prints something leaves the results alone", () => {
    const folder = clusterFolder(
      machinesText((text) => `${text}\nconsole.log("hello"); console.table([1]);\n`),
    );
    const run = quorate(folder, "generate", "--json");
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({ ok: true });
    expect(run.err).toMatch(/^hello\n/);
  });

  it("is wrong is told as JSON with --json", () => {
    const run = quorate(
      clusterFolder(machinesText((text) => text.replaceAll("192.0.2.12", "192.0.2.11"))),
      "generate",
      "--json",
    );
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({
      ok: false,
      problems: [{ code: "address-duplicate", line: expect.any(Number), hint: expect.any(String) }],
    });
  });

  it("has a warning is told it in the result as JSON", () => {
    const folder = clusterFolder(
      machinesText((text) => text.replace('nameservers: ["192.0.2.1"]', "nameservers: []")),
    );
    const run = quorate(folder, "generate", "--json");
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({
      ok: true,
      warnings: [{ severity: "warning", code: "nameservers-none", line: expect.any(Number) }],
    });
    expect(run.err).toMatch(/^machines\.ts:\d+:\d+: warning: /);
  });

  it("has many mistakes is told all of them at once, in the order of their lines", () => {
    const text = machinesText((original) =>
      original
        .replace('name: "small"', 'name: "Small!"')
        .replace('nameservers: ["192.0.2.1"]', 'nameservers: ["dns"]')
        .replace('"/dev/nvme0n1", services', '"$(rm -rf /)", services')
        .replace("192.0.2.13", "192.0.2.12"),
    );
    const { err } = quorate(clusterFolder(text), "generate");
    const lines = [...err.matchAll(/^machines\.ts:(\d+):\d+: error: .* \[([a-z-]+)\]$/gm)].map(
      ([, line, code]) => [Number(line), code],
    );
    expect(lines).toEqual([
      [4, "cluster-name-invalid"],
      [6, "nameserver-invalid"],
      [8, "disk-invalid"],
      [9, "address-duplicate"],
    ]);
  });

  it("uses import.meta, a top-level await, node's modules and a file beside it is read", () => {
    const folder = clusterFolder(
      machinesText((text) =>
        text
          .replace("import {", 'import { extra } from "./extra.ts";\nimport {')
          .replace('"small"', "extra(await Promise.resolve(import.meta.url))"),
      ),
    );
    writeFileSync(
      join(folder, "extra.ts"),
      "export const extra = (url: string): string => `on-${url.slice(0, 4)}`;\n",
    );
    const run = quorate(folder, "generate");
    expect(run.err).toBe("");
    expect(run.code).toBe(0);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("comes to no end can be ended by %s", async (signal) => {
    const folder = clusterFolder(`${machinesText()}\nconsole.log("running");\nwhile (true);\n`);
    const child = spawn(process.execPath, [QUORATE, "generate"], { cwd: folder });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child.stderr, "data");
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([null, signal]);
    expect(readdirSync(folder)).toEqual(["machines.ts"]);
  });

  it.each([
    [
      "has a random name",
      '"small"',
      "`h${Math.random()}`.slice(0, 9).replace('.', '')",
      /name was "h\d+" and/,
    ],
    [
      "counts how often it is read",
      'interface: "eth0"',
      "interface: `eth${((globalThis as { n?: number }).n = ((globalThis as { n?: number }).n ?? 0) + 1)}`",
      /nodes\.0\.interface was "eth1" and then "eth4"/,
    ],
    [
      "can be read once only",
      '"192.0.2.0/24"',
      '(globalThis as { n?: number }).n === 1 ? "no" : (((globalThis as { n?: number }).n = 1), "192.0.2.0/24")',
      /the second time it cannot be used at all/,
    ],
  ])("%s is refused, and nothing is written", (_what, part, by, says) => {
    const folder = clusterFolder(machinesText((text) => text.replaceAll(part, by)));
    for (const args of [["generate"], ["generate", "--check"]]) {
      const run = quorate(folder, ...args);
      expect(run).toMatchObject({ code: 2, out: "" });
      expect(run.err).toMatch(/^machines\.ts: error: machines\.ts gives another cluster each time/m);
      expect(run.err).toMatch(says);
      expect(run.err).toMatch(/\[machines-unsteady\]/);
      expect(readdirSync(folder)).toEqual(["machines.ts"]);
    }
  });

  it("prints something prints it once, though it is read twice", () => {
    const folder = clusterFolder(machinesText((text) => `${text}\nconsole.log("hello");\n`));
    expect(quorate(folder, "generate")).toMatchObject({ code: 0, err: "hello\n" });
  });

  it("lies in a folder with an odd name is read", () => {
    const folder = join(clusterFolder(), "a b'c\"$(d) é");
    mkdirSync(folder);
    writeFileSync(join(folder, "machines.ts"), machinesText());
    expect(quorate(folder, "generate")).toMatchObject({ code: 0, err: "" });
  });
});

it("that leaves a timer behind keeps no command from ending", () => {
  const folder = clusterFolder(machinesText((text) => `${text}\nsetInterval(() => undefined, 1_000);\n`));
  expect(quorate(folder, "generate")).toMatchObject({ code: 0, err: "" });
});

describe("nix/generated", () => {
  it.each([
    ["of another name", (text: string) => text.replace('"small"', '"other"')],
    ["of the same name", (text: string) => text.replace("192.0.2.13", "192.0.2.14")],
    ["whose name is worked out", (text: string) => text.replace('"small"', '["oth", "er"].join("")')],
  ])("made from another file is left alone, by a cluster %s", (_, change) => {
    const folder = clusterFolder(machinesText());
    const other = join(folder, "other.ts");
    writeFileSync(other, machinesText(change));
    expect(quorate(folder, "generate").code).toBe(0);
    const before = readFileSync(join(folder, "nix/generated/machines.nix"), "utf8");
    for (const more of [[], ["--check"]]) {
      const run = quorate(folder, "generate", "--machines", "other.ts", ...more);
      expect(run).toMatchObject({ code: 2, out: "" });
      expect(run.err).toContain(
        'nix/generated: error: these files were made from "machines.ts", and not from "other.ts"',
      );
      expect(readFileSync(join(folder, "nix/generated/machines.nix"), "utf8")).toBe(before);
    }
    rmSync(join(folder, "machines.ts"));
    expect(quorate(folder, "generate", "--machines", "other.ts").code).toBe(0);
  });

  it("follows a cluster that is renamed", () => {
    const folder = clusterFolder(machinesText());
    writeFileSync(join(folder, "notes.ts"), 'export const old = { name: "small" };\n');
    expect(quorate(folder, "generate").code).toBe(0);
    writeFileSync(
      join(folder, "machines.ts"),
      machinesText((text) => text.replace('"small"', '"big"')),
    );
    expect(quorate(folder, "generate")).toMatchObject({ code: 0, err: "" });
    expect(readFileSync(join(folder, "nix/generated/machines.nix"), "utf8")).toContain('name = "big";');
  });

  it("that is read-only is told in one sentence, and nothing is lost", () => {
    const folder = clusterFolder(machinesText());
    mkdirSync(join(folder, "nix"));
    writeFileSync(join(folder, "nix/generated"), "in the way");
    const run = quorate(folder, "generate");
    expect(run.code).toBe(1);
    expect(run.err).toMatch(/error: /);
    expect(run.err).not.toMatch(/^\s+at /m);
    expect(readdirSync(join(folder, "nix"))).toEqual(["generated"]);
  });

  it("that is a link to nothing is said to be in the way", () => {
    const folder = clusterFolder(machinesText());
    mkdirSync(join(folder, "nix"));
    symlinkSync("nowhere", join(folder, "nix/generated"));
    const run = quorate(folder, "generate");
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toMatch(/^nix\/generated: error: something else is in the way \[file-system\]/);
    expect(readdirSync(join(folder, "nix"))).toEqual(["generated"]);
  });

  it.runIf(process.getuid?.() === 0)("on a read-only file system is said to be so", () => {
    const folder = clusterFolder(machinesText());
    mkdirSync(join(folder, "nix"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "quorate-test", join(folder, "nix")]);
    const run = quorate(folder, "generate");
    execFileSync("umount", [join(folder, "nix")]);
    expect(run).toMatchObject({ code: 1, out: "" });
    expect(run.err).toMatch(/^nix\/generated: error: the file system is read-only/);
  });

  it("loses what a killed run has left behind, and nothing else", () => {
    const folder = clusterFolder(machinesText());
    quorate(folder, "generate");
    const left = [
      "nix/generated/.machines.nix.0123456789ab.tmp",
      "nix/generated/nodes/.one.nix.0123456789ab.tmp",
    ];
    for (const path of left) writeFileSync(join(folder, path), "half");
    writeFileSync(join(folder, "nix/generated/.mine.tmp"), "mine");
    expect(quorate(folder, "generate", "--check").err).toMatch(
      /^nix\/generated: error: 2 generated files are stale/,
    );
    expect(quorate(folder, "generate")).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, "nix/generated")).sort()).toEqual([
      ".mine.tmp",
      "fingerprints.json",
      "kube-vip",
      "machines.nix",
      "nodes",
    ]);
    expect(quorate(folder, "generate", "--check").code).toBe(0);
  });

  it("is stale is said by --check, and mended by generate", () => {
    const folder = clusterFolder(machinesText());
    expect(quorate(folder, "generate", "--check").code).toBe(2);
    expect(existsSync(join(folder, "nix"))).toBe(false);
    expect(quorate(folder, "generate").code).toBe(0);
    expect(quorate(folder, "generate", "--check").code).toBe(0);
    writeFileSync(join(folder, "nix/generated/nodes/one.nix"), "{ }\n");
    const run = quorate(folder, "generate", "--check");
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/nodes\/one\.nix \(changed\)/);
    expect(quorate(folder, "generate").code).toBe(0);
    expect(quorate(folder, "generate", "--check").code).toBe(0);
  });

  it("forgets a node that is gone, and leaves alone what it did not make", () => {
    const folder = clusterFolder(machinesText());
    quorate(folder, "generate");
    writeFileSync(join(folder, "nix/generated/nodes/notes.txt"), "mine");
    writeFileSync(
      join(folder, "machines.ts"),
      machinesText((text) => text.replace(/ {4}(two|three): .*\n/g, "")),
    );
    expect(quorate(folder, "generate").code).toBe(0);
    expect(readdirSync(join(folder, "nix/generated/nodes")).sort()).toEqual(["notes.txt", "one.nix"]);
    expect(readdirSync(join(folder, "nix/generated/kube-vip"))).toEqual(["one.json"]);
  });
});

describe("where nobody reads", () => {
  const shell = (folder: string, redirection: string, ...args: readonly string[]) =>
    spawnSync("bash", ["-c", `"$@" ${redirection}`, "bash", process.execPath, QUORATE, ...args], {
      cwd: folder,
      encoding: "utf8",
    });

  it("the results, on a full disk, it is said and fails", () => {
    const run = shell(clusterFolder(machinesText()), ">/dev/full", "generate");
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^error: the results cannot be written: ENOSPC.*\n$/);
  });

  it("the results, because the reader has gone, it is no error and hides none", () => {
    const folder = clusterFolder(machinesText());
    expect(shell(folder, "> >(true)", "generate")).toMatchObject({ status: 0, stderr: "" });
    writeFileSync(join(folder, "nix/generated/machines.nix"), "{ }\n");
    expect(shell(folder, "--json > >(true)", "generate", "--check")).toMatchObject({ status: 2, stderr: "" });
  });

  it("what is watched, it ends", () => {
    // Without a network, so that nobody is asked.
    const watched = spawnSync(
      "bash",
      [
        "-c",
        'unshare -rn "$@" | head -n 1; exit "${PIPESTATUS[0]}"',
        "bash",
        process.execPath,
        QUORATE,
        "status",
        "--watch",
      ],
      { cwd: clusterFolder(machinesText()), encoding: "utf8", timeout: 200_000 },
    );
    expect(watched.status, watched.stderr).toBe(0);
    expect(watched.stdout.split("\n")).toHaveLength(2);
  });

  it.each(["2> >(true)", "2>&-", "2>/dev/full"])("the errors (%s), the exit code tells", (redirection) => {
    expect(shell(clusterFolder("export default 1;"), redirection, "generate").status).toBe(2);
  });
});

it("a working folder that is gone is said to be", () => {
  const run = spawnSync(
    "bash",
    ["-c", 'rmdir "$PWD" && exec "$@"', "bash", process.execPath, QUORATE, "generate"],
    {
      cwd: clusterFolder(),
      encoding: "utf8",
    },
  );
  expect(run).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^error: the working folder is gone \[working-folder-gone\]\n/),
  });
});

it("the help loads nothing of what the commands need", () => {
  const loaded = new Map<string, string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    const text = readFileSync(file, "utf8");
    loaded.set(file, text);
    for (const [, path = ""] of text.matchAll(/^(?:import|\}.* from|import .* from) "(\.\/[^"]+)";?$/gm)) {
      load(join(dirname(file), path));
    }
  };
  load(QUORATE);
  const parts = [...loaded.values()].flatMap((text) => [
    ...text.matchAll(/^\/\/ ((?:node_modules|packages|apps)\/.*)$/gm),
  ]);
  const names = new Set(
    parts.map(([, path = ""]) => path.replace(/^(node_modules\/[^/]+|packages\/[^/]+|apps)\/.*/, "$1")),
  );
  expect([...names].sort()).toEqual(["apps", "node_modules/commander"]);
});
