import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, secretFilesOfNode } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import type { Command, CommandOutput } from "@quorate/command";
import { genCerts } from "@quorate/pki";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import example from "../../examples/three-masters-bgp.ts";
import { problem } from "../problem-kind.ts";
import { keptContext } from "../testing/context.ts";
import { deployOptions } from "../testing/deploy-options.ts";
import { installedHost, TEST_SYSTEM } from "../testing/installed-host.ts";
import { type DeployOptions, deployCluster } from "./deploy.ts";
import type { DeployWorld } from "./world.ts";

const folder = mkdtempSync(join(tmpdir(), "quorate-deploy-app-"));
const now = new Date("2026-11-01T00:00:00Z");
let cluster: Cluster;

beforeAll(async () => {
  cluster = resolvedCluster(example);
  const made = await genCerts({ cluster, certificates: join(folder, "certs"), now });
  expect(made.ok).toBe(true);
});
afterAll(() => rmSync(folder, { recursive: true }));

const path = (name: string) => `/nix/store/${"0".repeat(32)}-${name}`;
const refusal = (stderr: string): CommandOutput => ({ code: 255, stdout: "", stderr });
const done: CommandOutput = { code: 0, stdout: "", stderr: "" };
/** What runs there is nothing of a cluster, and it can be reached. */
const silent: CommandOutput = { ...done, stdout: "reached=22\n" };

/** Runs deploy in a world where every command is answered by `answer` (none at all, unless given). */
async function deploy(
  options: Partial<DeployOptions>,
  world: Partial<DeployWorld> = {},
  answer: (command: Command) => CommandOutput = ({ argv }) => {
    throw new Error(`not to be run: ${argv.join(" ")}`);
  },
  json = false,
) {
  const context = keptContext({ json, cwd: folder, now: () => now });
  const commands: Command[] = [];
  const code = await deployCluster(
    cluster,
    join(folder, "flake/machines.ts"),
    deployOptions(options),
    context,
    {
      inspectCertificates: () => [],
      inspectGenerated: async () => ({
        problems: [],
        fingerprints: new Map(cluster.nodes.map(({ name }) => [name, "f"])),
      }),
      run: async (command) => {
        commands.push(command);
        return answer(command);
      },
      pauses: { shortest: 1, longest: 1 },
      identity: "",
      isDead: () => false,
      openJournal: () => ({ before: [], note: () => {}, close: () => {} }),
      ...world,
    },
  );
  return { code, out: context.lines, err: context.errors.join("\n"), commands };
}

const certificate = (severity: "error" | "warning", node: string | undefined) => ({
  inspectCertificates: () => [
    {
      code: "certificate-expired",
      severity,
      exit: "wrong-input" as const,
      where: "certs/x.crt",
      ...(node === undefined ? {} : { node }),
      message: "it has expired",
      hint: "genCerts",
    },
  ],
});

test("--assume without --dry-run is refused before anything is looked at", async () => {
  const run = await deploy({ targets: ["node1"], assume: "installed", yes: true });
  expect(run).toMatchObject({ code: 2, out: [], commands: [] });
  expect(run.err).toContain("[assume-without-dry-run]");
});

describe("refused, with exit code 2 and no command run", () => {
  test.each<[string, Partial<DeployOptions>, Partial<DeployWorld>, readonly string[]]>([
    ["an unknown name", { targets: ["nod1"] }, {}, ["[target-unknown]", "Did you mean node1?"]],
    ["a router", { targets: ["router"] }, {}, ["[target-is-router]"]],
    ["no name", {}, {}, ["[target-missing]"]],
    ["names beside --all", { targets: ["node1"], all: true }, {}, ["[target-ambiguous]"]],
    [
      "expired certificates",
      { targets: ["node1"] },
      certificate("error", "node1"),
      ["[certificate-expired]"],
    ],
    [
      "expired certificates of no node",
      { targets: ["node1"] },
      certificate("error", undefined),
      ["[certificate-expired]"],
    ],
    [
      "a folder without certificates",
      { targets: ["node1"], certificates: "none" },
      {},
      ["[certificate-missing]", "none/hosts/node1"],
    ],
    [
      "stale generated files",
      { targets: ["node1"] },
      {
        inspectGenerated: async () => ({
          problems: [problem("generated-stale", "nix/generated", "old", "generate")],
          fingerprints: new Map(),
        }),
      },
      ["[generated-stale]"],
    ],
    [
      "everything at once",
      { targets: ["router", "nod1"] },
      certificate("error", undefined),
      ["[target-is-router]", "[target-unknown]", "[certificate-expired]"],
    ],
  ])("%s", async (_, options, world, said) => {
    for (const dryRun of [false, true]) {
      const run = await deploy({ ...options, dryRun }, world);
      expect(run).toMatchObject({ code: 2, out: [], commands: [] });
      for (const text of said) expect(run.err).toContain(text);
      expect(run.err).toContain("hint");
    }
  });

  test("a machine that would be erased, after a look at it and the other masters and nothing else", async () => {
    const run = await deploy({ targets: ["node1"] }, {}, ({ argv }) =>
      argv[0] === "ssh" ? refusal("Host key verification failed.") : silent,
    );
    expect(run.code).toBe(2);
    expect(run.err).toContain("[install-needs-yes]");
    expect([...new Set(run.commands.map(({ argv }) => argv[0]))]).toEqual(["ssh", "bash"]);
  });
});

describe("not refused", () => {
  test.each([
    ["another node's certificates", certificate("error", "node2")],
    ["a warning", certificate("warning", "node1")],
  ])("%s", async (_, world) => {
    const run = await deploy({ targets: ["node1"], dryRun: true }, world);
    expect(run.code).toBe(0);
  });
});

describe("a dry run", () => {
  test("runs no command, prints all, and no part of a key", async () => {
    const run = await deploy({
      targets: ["node2", "node1"],
      dryRun: true,
      overrideInputs: [["nixpkgs", "path:/a b"]],
    });
    expect(run).toMatchObject({ code: 0, commands: [] });
    const text = run.out.join("\n");
    expect(text).toContain("--override-input nixpkgs $'path:/a b'");
    expect(text).toContain("nixos-anywhere");
    expect(text).toContain("# node2: activate");
    for (const { file } of secretFilesOfNode(cluster, cluster.nodes[0] ?? never())) {
      expect(text).toContain(file);
    }
    expect(text).not.toMatch(/PRIVATE KEY|[0-9a-f]{64}/);
  });

  test("prints one branch where the machines are known", async () => {
    const run = await deploy({ all: true, dryRun: true, assume: "installed" });
    expect(run.out.join("\n")).not.toContain("nixos-anywhere");
  });
});

describe("what happens", () => {
  const built = (command: Command): CommandOutput => {
    if (command.argv[0] === "nix" && command.argv.includes("eval")) {
      const pair = (name: string) => ({ drv: path(`${name}.drv`), out: path(name) });
      const nodes = cluster.nodes.map(({ name }) => [name, { system: pair(name), disko: pair("disko") }]);
      return { ...done, stdout: JSON.stringify(Object.fromEntries(nodes)) };
    }
    return done;
  };

  test("an unreachable target ends it before anything is built, with every reason", async () => {
    const run = await deploy({ all: true }, {}, ({ node }) =>
      refusal(node === "node1" ? "Connection refused" : "Connection timed out"),
    );
    expect(run.code).toBe(1);
    expect(run.err).toContain("[ssh-refused]");
    expect(run.err).toContain("[host-unreachable]");
    expect(run.commands.every(({ argv }) => argv[0] === "ssh")).toBe(true);
  });

  test("a failed build touches no host", async () => {
    const run = await deploy({ targets: ["node1"], yes: true }, {}, (command) =>
      command.argv[0] === "ssh"
        ? refusal("Host key verification failed.")
        : command.argv[0] === "bash"
          ? silent
          : { ...done, code: 1 },
    );
    expect(run).toMatchObject({ code: 1 });
    expect(run.err).toContain("[evaluation-failed]");
    // All members are looked at, though one of them is a target.
    expect(run.commands.map(({ argv }) => argv[0])).toEqual([
      "ssh",
      "ssh",
      "ssh",
      // Each machine that is not ours is asked whether it serves, and whose key it shows.
      ...Array.from({ length: 6 }, () => "bash"),
      "nix",
    ]);
  });

  test("an installation that fails is told per node, as JSON where that is wanted", async () => {
    const run = await deploy(
      { all: true, yes: true },
      {},
      (command) => {
        if (command.argv[0] === "ssh") return refusal("Host key verification failed.");
        if (command.argv[0] === "bash") return silent;
        if (command.argv[0] === "nixos-anywhere") return { ...done, code: 1 };
        return built(command);
      },
      true,
    );
    expect(run.code).toBe(1);
    expect(JSON.parse(run.out.join("\n"))).toMatchObject({
      ok: false,
      nodes: { node1: "failed", node2: "staged", node3: "staged" },
      problems: [{ code: "install-failed" }],
    });
    expect(run.commands.filter(({ argv }) => argv[0] === "nixos-anywhere")).toHaveLength(1);
  });
});

describe("outside of the maintenance windows", () => {
  const answer = ({ argv }: Command): CommandOutput => {
    if (argv[0] === "ssh") return refusal("Host key verification failed.");
    if (argv[0] === "bash") return silent;
    return { ...done, code: 1 };
  };
  const withWindow = async (from: number, options: Partial<DeployOptions>, says = answer) => {
    const usual = cluster;
    const days = ["Sun"] as const;
    cluster = {
      ...usual,
      rollout: { ...usual.rollout, windows: [{ days, from, to: from + 60, timeZone: "UTC" }] },
    };
    try {
      return await deploy({ all: true, yes: true, ...options }, {}, says);
    } finally {
      cluster = usual;
    }
  };

  test("nothing is built, and the next one is named; --any-time insists", async () => {
    // It is midnight of a Sunday.
    const closed = await withWindow(22 * 60, {});
    expect(closed.code).toBe(2);
    expect(closed.err).toContain("opens at Sun 2026-11-01 22:00 UTC");
    expect(closed.err).toContain("[outside-window]");
    const nix = ({ commands }: typeof closed) => commands.filter(({ argv }) => argv[0] === "nix").length;
    expect(nix(closed)).toBe(0);
    expect(nix(await withWindow(22 * 60, { anyTime: true }))).toBe(1);
    expect(nix(await withWindow(0, {}))).toBe(1);
  });

  test("where everything is evaluated anyway, it is asked once it is known that something is to be done", async () => {
    const hosts = (fingerprint: string) => (command: Command) => {
      const { argv, node } = command;
      if (argv[0] === "ssh" && argv.includes("-O")) return done;
      if (argv[0] === "ssh") return installedHost(join(folder, "certs"), node ?? "", fingerprint);
      if (argv[0] === "nix" && argv.includes("eval")) {
        const system = { drv: path("system.drv"), out: TEST_SYSTEM };
        return { ...done, stdout: JSON.stringify({ node1: { system } }) };
      }
      return done;
    };
    const always = { all: false, yes: false, targets: ["node1"], evaluate: "always" } as const;
    const nothing = await withWindow(22 * 60, always, hosts("f"));
    expect(nothing).toMatchObject({ code: 0, out: ["No action needed on node1"] });
    expect(nothing.err).not.toContain("[outside-window]");
    const something = await withWindow(22 * 60, always, hosts("another"));
    expect(something.code).toBe(2);
    expect(something.err).toContain("[outside-window]");
    expect(something.commands.filter(({ argv }) => argv[0] === "git")).toEqual([]);
  });
});

function never(): never {
  throw new Error("the example has no node");
}
