import { closeSync, existsSync, mkdirSync, openSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { hostPaths } from "../model/host-paths.ts";
import type { LanPlan, MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runAll, runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { killAll } from "./cgroup.ts";
import { machineScripts } from "./machine-scripts.ts";
import { machineState } from "./machine-state.ts";

/** What a machine is started with, beside its plan. */
export interface PowerOptions {
  readonly lan: LanPlan;
  readonly baseTree: string;
  readonly artefacts: string;
  /** The only key that may log in to a bare host; any may where it is `undefined`. */
  readonly operatorKey: string | undefined;
}

/** Writes what a machine's folder holds, its disk included. What is there already and right is left alone. */
export async function prepareMachine(
  world: LabWorld,
  machine: MachinePlan,
  options: PowerOptions,
): Promise<Result<undefined>> {
  const paths = hostPaths(machine.folder);
  for (const folder of [paths.mount, paths.etc, paths.journal, paths.faults]) {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  }
  for (const { path, text } of machineScripts(machine, options.lan, options)) writeFileSync(path, text);
  writeFileSync(`${paths.etc}/${machine.kind}`, "");
  if (machine.bgp !== undefined) {
    writeFileSync(`${paths.etc}/gobgpd.json`, `${JSON.stringify(machine.bgp, null, 2)}\n`);
  } else {
    rmSync(`${paths.etc}/gobgpd.json`, { force: true });
  }
  writeFileSync(`${paths.etc}/authorized_keys`, options.operatorKey ?? "");
  if (existsSync(paths.disk)) return succeeded(undefined);

  const beside = `${paths.disk}.unfinished`;
  closeSync(openSync(beside, "w", 0o600));
  truncateSync(beside, machine.diskMiB * 1024 ** 2);
  // Without a journal: a power cut of the lab is not one of this machine, whose own file system has one.
  return await runAll(
    world,
    [
      [
        "mkfs.ext4",
        "-q",
        "-F",
        "-O",
        "^has_journal",
        "-m",
        "0",
        "-E",
        "nodiscard,lazy_itable_init=1",
        beside,
      ],
      ["mv", beside, paths.disk],
    ],
    { description: "make the disk", machine: machine.name },
  );
}

/** Powers a machine on that is off; one that runs is left alone. Resolves once its first process runs. */
export async function powerOn(world: LabWorld, machine: MachinePlan): Promise<Result<"started" | "ran">> {
  // A machine that was just killed needs a moment to be off.
  for (let attempt = 0; attempt < 20; attempt++) {
    const state = machineState(machine);
    if (state.kind === "running") return succeeded("ran");
    if (state.kind === "off") break;
    await sleep(100);
  }
  if (machineState(machine).kind !== "off") await killAll(machine.cgroup);
  const { supervisor, bootLog } = hostPaths(machine.folder);
  const argv = [
    "bash",
    "-c",
    'exec setsid --fork bash "$0" >"$1" 2>&1 </dev/null',
    supervisor,
    bootLog,
  ] as const;
  const output = await runCommand(world, argv, { description: "power it on", machine: machine.name });
  if (output.code !== 0) {
    return failed(commandFailed(argv, output, { description: "power it on", machine: machine.name }));
  }
  for (let attempt = 0; attempt < 300; attempt++) {
    if (machineState(machine).kind === "running") return succeeded("started");
    await sleep(100);
  }
  return failed(
    problem(
      "machine-not-started",
      machine.name,
      "its first process did not start within 30 seconds",
      `Look into ${bootLog} for the reason.`,
    ),
  );
}
