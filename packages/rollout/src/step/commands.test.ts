import { execFileSync } from "node:child_process";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { printCommand } from "@quorate/command";
import { describe, expect, test } from "vitest";
import { evaluateCommand, realiseCommand } from "../nix/nix-command.ts";
import { probeCommand } from "../observe/probe.ts";
import { testCluster, testPath } from "../testing/observations.ts";
import { TEST_PATHS as paths, TEST_STEPS } from "../testing/steps.ts";
import { commandsOfStep } from "./step.ts";

const cluster = testCluster();
const steps = Object.values(TEST_STEPS);
const { node, files } = TEST_STEPS["stage-secrets"];
const closure = testPath("system");

describe("commands", () => {
  test("of every step, as they are printed", () => {
    const lines = steps.flatMap((step) => commandsOfStep(step, paths).map(printCommand));
    expect(lines).toMatchSnapshot();
  });

  test("hold no digest, and name the node", () => {
    for (const step of steps) {
      const commands = commandsOfStep(step, paths);
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) {
        expect(command.node).toBe(node);
        for (const { digest } of files) expect(printCommand(command)).not.toContain(digest);
      }
    }
  });

  test("name the host after --, so that no name is an option", () => {
    for (const command of steps.flatMap((step) => commandsOfStep(step, paths))) {
      if (command.argv[0] === "ssh") expect(command.argv[command.argv.indexOf("--") + 1]).toBe(node);
    }
    expect(probeCommand(paths, node, "kubernetes", 22).argv.slice(0, 7)).toEqual([
      "ssh",
      "-F",
      paths.sshConfig,
      "-p",
      "22",
      "--",
      node,
    ]);
  });

  test("are scripts that a POSIX shell can read", () => {
    for (const command of [
      ...steps.flatMap((step) => commandsOfStep(step, paths)),
      probeCommand(paths, node, "kubernetes"),
    ]) {
      const script = command.argv.at(-1) ?? "";
      if (command.argv[0] === "ssh") execFileSync("/bin/sh", ["-n", "-c", script]);
    }
  });

  test("print as bash reads them back", () => {
    const words = ["plain", "two words", "it's", "$(reboot)", "`x`", "a\nb", "\\", "", "é", "--flag=ü x"];
    const command = { node: undefined, description: "", argv: ["printf", "%s\\0", ...words] as const };
    const printed = printCommand({ ...command, argv: [...command.argv] as [string, ...string[]] });
    expect(printed).not.toContain("\n");
    expect(execFileSync("bash", ["-c", printed], { encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(
      words,
    );
  });

  test("evaluate all nodes at once, the disk script only for those to be installed", () => {
    const { argv } = evaluateCommand(paths, [
      { name: node, install: true },
      { name: cluster.nodes[1]?.name ?? node, install: false },
    ]);
    const expression = argv[argv.indexOf("--apply") + 1];
    expect(expression).toContain('"db1" = { system = pair nodes."db1".config.system.build.toplevel; disko =');
    expect(expression).toContain('"db2" = { system = pair nodes."db2".config.system.build.toplevel; };');
    expect(argv.at(-1)).toBe(`${paths.flake}#nixosConfigurations`);
    expect(argv).toContain("--override-input");
    expect(realiseCommand(paths, [closure]).argv).toEqual([
      "nix-store",
      "--option",
      "cores",
      "2",
      "--realise",
      "--add-root",
      "/tmp/q/roots/system",
      "--indirect",
      closure,
    ]);
  });

  test("of an installation keep secrets below a folder of their own mode", () => {
    const [folders, secretsFolder, ...rest] = commandsOfStep(TEST_STEPS["stage-installation"], paths);
    expect(folders?.argv).toEqual([
      "install",
      "-d",
      "-m",
      "0755",
      "--",
      `/tmp/q/installations/${node}`,
      `/tmp/q/installations/${node}/var`,
      `/tmp/q/installations/${node}/var/lib`,
      `/tmp/q/installations/${node}/var/lib/quorate`,
    ]);
    expect(secretsFolder?.argv.slice(-1)).toEqual([`/tmp/q/installations/${node}${SECRETS_DIRECTORY}`]);
    expect(rest.map(({ argv }) => argv[2])).toEqual(["0600", "0644"]);
  });
});
