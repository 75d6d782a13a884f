import { closeSync, existsSync, mkdirSync, openSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { hostPaths } from "../model/host-paths.ts";
import type { LanPlan, MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runAll, runCommand } from "../run-command.ts";
import { waitFor } from "../wait-for.ts";
import type { LabWorld } from "../world.ts";
import { killAll } from "./cgroup.ts";
import { machineScripts, type NetworkCondition } from "./machine-scripts.ts";
import { machineState } from "./machine-state.ts";

/** Seconds until a machine's first process runs. */
const START_SECONDS = 90;

/** What a machine is started with, beside its plan. */
export interface PowerOptions {
  readonly lan: LanPlan;
  readonly baseTree: string;
  /** The folder that it sees as `/opt/quorate-lab`. */
  readonly programs: string;
  /** The only key that may log in to a bare host; any may where it is `undefined`. */
  readonly operatorKey: string | undefined;
  /** What is done to its network at each boot, beside making it. */
  readonly conditions: readonly NetworkCondition[];
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
  // For what is the same program on all hosts: its first one, and what installs it.
  writeFileSync(`${paths.etc}/system`, `${machine.system}\n`);
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
  const settled = await waitFor(
    () => {
      const { kind } = machineState(machine);
      return kind === "changing" ? undefined : kind;
    },
    { seconds: 2 },
  );
  if (settled === "running") return succeeded("ran");
  if (settled === undefined) await killAll(machine.cgroup);
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
  const started = await waitFor(() => (machineState(machine).kind === "running" ? true : undefined), {
    seconds: START_SECONDS,
  });
  if (started) return succeeded("started");
  return failed(
    problem(
      "machine-not-started",
      machine.name,
      `its first process did not start within ${START_SECONDS} seconds`,
      `Look into ${bootLog} for the reason.`,
    ),
  );
}
