import { execFileSync } from "node:child_process";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { printCommand } from "@quorate/command";
import { describe, expect, test } from "vitest";
import { probeCommand } from "../observe/probe.ts";
import { TEST_PATHS as paths, TEST_STEPS } from "../testing/steps.ts";
import { commandsOfStep, type Step } from "./step.ts";

const steps = Object.values(TEST_STEPS);
const { node, files } = TEST_STEPS["stage-secrets"];

/** Whom a step talks to: its node, and for a gate whom else it asks. */
function namesOf(step: Step): readonly string[] {
  if (step.kind === "vip-left") return step.askers;
  if (step.kind === "vip-seen") return [step.node, ...step.askers];
  if ("api" in step) return [step.api.host];
  if ("hosts" in step) return step.hosts.map((host) => host.node);
  return "through" in step ? [step.node, step.through.node] : [step.node];
}

describe("commands", () => {
  test("of every step, as they are printed", () => {
    const lines = steps.flatMap((step) => commandsOfStep(step, paths).map(printCommand));
    expect(lines).toMatchSnapshot();
  });

  test("say what they are for, how long they may take and what their output is", () => {
    const told = steps.flatMap((step) =>
      commandsOfStep(step, paths).map(
        ({ description, timeoutSeconds, output }) =>
          `${step.kind}: ${description}, ${timeoutSeconds ?? "any"} s, ${output ?? "progress"}`,
      ),
    );
    expect(told).toMatchInlineSnapshot(`
      [
        "copy-closure: keep the closure from the garbage collector, 120 s, progress",
        "copy-closure: copy the closure, any s, progress",
        "stage-secrets: send certificates and keys, beside those in use, 120 s, silent",
        "stage-kept: set what was kept aside, 120 s, silent",
        "stage-installation: make the folders of the installation, any s, progress",
        "stage-installation: make its secrets folder, any s, progress",
        "stage-installation: add the files of mode 0600, any s, progress",
        "stage-installation: add the files of mode 0644, any s, progress",
        "put-secrets: put them in place, 120 s, progress",
        "snapshot: write a snapshot of etcd, 300 s, silent",
        "snapshot: fetch the snapshot of etcd, 420 s, silent",
        "restore-stage: make a member's data of the snapshot, 180 s, silent",
        "restore-stop: stop what writes to etcd, and etcd, 300 s, progress",
        "restore-swap: put what was restored in place, 120 s, progress",
        "restore-start: start etcd, and what needs it, 120 s, progress",
        "reset-stage: take the snapshot, 180 s, silent",
        "server-data-aside: move its data aside, 120 s, progress",
        "server-reset: begin anew with the snapshot, 480 s, progress",
        "set-profile: set the system profile, 120 s, progress",
        "switch: activate, 1800 s, progress",
        "install: install NixOS (erases the disk), 3600 s, progress",
        "end-connection: end the shared connection, 10 s, silent",
        "wait-for-ssh: wait until it lets a new connection in, 60 s, silent",
        "verify: verify what runs, 60 s, silent",
        "gate-before: ask how it is, 60 s, silent",
        "gate-before: ask how it is, 60 s, silent",
        "gate-before: ask how it is, 60 s, silent",
        "gate-before: ask how it is, 60 s, silent",
        "gate-after: ask how it is, 60 s, silent",
        "gate-after: ask how it is, 60 s, silent",
        "gate-after: ask how it is, 60 s, silent",
        "gate-after: ask how it is, 60 s, silent",
        "restart-readers: restart what reads them, 300 s, progress",
        "restart-unit: restart k3s.service, 300 s, progress",
        "check: ask alerts, 60 s, silent",
        "health: ask for the health of workloads, 120 s, silent",
        "foresee: ask what an activation would do, 120 s, silent",
        "leave-vip: leave the VIP, 120 s, progress",
        "vip-seen: ask where the VIP leads to, 60 s, silent",
        "vip-seen: ask where the VIP leads to, 60 s, silent",
        "vip-seen: ask for its BGP sessions, 120 s, silent",
        "vip-left: ask where the VIP leads to, 60 s, silent",
        "vip-left: ask where the VIP leads to, 60 s, silent",
        "return-vip: take the VIP again, 120 s, progress",
        "move-leader: hand the lead of etcd over, 120 s, silent",
        "member-remove: removing db9 (8e9e05c52164694d) from etcd, through db2, 180 s, silent",
        "member-data-aside: setting the data of etcd aside, 120 s, progress",
        "member-add: add db1 to etcd, 120 s, silent",
        "member-start: start its member of etcd, 180 s, progress",
        "member-promote: make db1 a voter, 120 s, silent",
        "member-promote: forget that it was a learner, 120 s, progress",
        "server-start: start its server, 600 s, progress",
        "token-change: change its token, 120 s, silent",
        "node-delete: deleting the Node old, through master1, 120 s, silent",
        "gate-drain: ask for its pods and their budgets, 120 s, silent",
        "cordon: cordon it, 120 s, silent",
        "drain: evict its pods, 120 s, silent",
        "set-boot: make it what boots next, 600 s, progress",
        "reboot: reboot, 120 s, silent",
        "wait-for-boot: ask which boot it is in, 60 s, silent",
        "uncordon: uncordon it, 120 s, silent",
        "confirm: write down what was verified, 120 s, progress",
        "arm-watchdog: keep what runs, and arm the watchdog, 120 s, silent",
        "hold-watchdog: hold the watchdog, 120 s, progress",
        "disarm-watchdog: stand the watchdog down, 120 s, progress",
        "go-back: go back to what it ran, 900 s, silent",
        "remove-secrets: remove what no longer belongs, 120 s, progress",
      ]
    `);
  });

  test("send no file where there is none, and remove none but in a step of its own", () => {
    const [removal] = commandsOfStep(TEST_STEPS["remove-secrets"], paths);
    expect(removal.argv.at(-1)?.split("\n").slice(1)).toEqual([
      `cd ${SECRETS_DIRECTORY}`,
      "rm -f -- old.key",
      "sync .",
    ]);
    const [putting] = commandsOfStep(TEST_STEPS["put-secrets"], paths);
    expect(putting.argv.at(-1)).not.toContain("rm -f");
    const [, , ...copies] = commandsOfStep(
      { ...TEST_STEPS["stage-installation"], files: files.filter(({ mode }) => mode === "0644") },
      paths,
    );
    expect(copies.map(({ argv }) => argv.slice(0, 4))).toEqual([["install", "-m", "0644", "-t"]]);
  });

  test("quote names of files that are no plain words", () => {
    const odd = { file: "it's.key", owner: "root", mode: "0600", digest: "" } as const;
    const [command] = commandsOfStep({ ...TEST_STEPS["put-secrets"], files: [odd] }, paths);
    const [removal] = commandsOfStep({ ...TEST_STEPS["remove-secrets"], files: ["a b"] }, paths);
    expect(removal.argv.at(-1)).toContain("rm -f -- $'a b'");
    const script = command.argv.at(-1) ?? "";
    expect(script).toContain("chmod 0600 ./$'it\\'s.key'");
  });

  test("hold no digest, and name the node", () => {
    for (const step of steps) {
      const commands = commandsOfStep(step, paths);
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) {
        // Where the VIP leads to is asked here as well, and a check of the user's own.
        if (!["vip-seen", "vip-left", "check"].includes(step.kind) || command.node !== undefined) {
          expect(namesOf(step)).toContain(command.node);
        }
        for (const { digest } of files) expect(printCommand(command)).not.toContain(digest);
      }
    }
  });

  test("name the host after --, so that no name is an option", () => {
    for (const command of steps.flatMap((step) => commandsOfStep(step, paths))) {
      if (command.argv[0] === "ssh") expect(command.argv[command.argv.indexOf("--") + 1]).toBe(command.node);
    }
    expect(probeCommand(paths, node, "kubernetes", { port: 22 }).argv.slice(0, 7)).toEqual([
      "ssh",
      "-F",
      paths.sshConfig,
      "-p",
      "22",
      "--",
      node,
    ]);
  });

  test("look at what was changed by connections of their own", () => {
    const own = steps.filter((step) =>
      commandsOfStep(step, paths).some(({ argv }) =>
        argv.slice(0, argv.indexOf("--")).join(" ").includes("-o ControlPath=none"),
      ),
    );
    expect(own.map(({ kind }) => kind)).toEqual([
      "wait-for-ssh",
      "verify",
      "gate-after",
      "restart-readers",
      "restart-unit",
      "vip-seen",
      "return-vip",
      "wait-for-boot",
      "confirm",
      "hold-watchdog",
      "disarm-watchdog",
      "go-back",
    ]);
    const [end] = commandsOfStep(TEST_STEPS["end-connection"], paths);
    expect(end.argv).toEqual(["ssh", "-F", paths.sshConfig, "-O", "exit", "--", node]);
    expect(probeCommand(paths, node, "kubernetes").argv).toHaveLength(6);
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
