import type { Command } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import { PROBE_TIMEOUT } from "../observe/probe.ts";
import type { Lane } from "../plan/stage.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { Step } from "../step/step.ts";
import { HEARD } from "../watchdog/on-host.ts";
import type { Place } from "./state.ts";

/** Steps that have proved that the node lets a new connection in, and those after which nothing watches any more. */
const PROVES: readonly Step["kind"][] = ["wait-for-ssh", "wait-for-boot"];
const ENDS: readonly Step["kind"][] = ["hold-watchdog", "disarm-watchdog", "confirm"];

/** Seconds between two words at most: a few get lost, and the shortest time that may be typed hears several. */
const SELDOM = 30;
const OFTEN = 4;

/**
 * Seconds between two words to the watchdog of a node while a step of its lane is done; `undefined` where none waits for
 * them: but between the first new connection after the activation and the confirmation. What has not let anybody in yet
 * has to go back.
 */
export function heartbeatAt(
  { steps }: Lane,
  { part, step }: Pick<Place, "part" | "step">,
): number | undefined {
  if (part !== "steps") return undefined;
  const before = steps.slice(0, step);
  const armed = before.findLastIndex(({ kind }) => kind === "arm-watchdog");
  const arming = before[armed];
  if (arming?.kind !== "arm-watchdog" || arming.never !== undefined) return undefined;
  const since = before.slice(armed).map(({ kind }) => kind);
  if (ENDS.some((kind) => since.includes(kind)) || !PROVES.some((kind) => since.includes(kind))) {
    return undefined;
  }
  return Math.min(SELDOM, arming.seconds / OFTEN);
}

/** Lets a node's watchdog know that whoever deploys is there: by a connection made for that, as the next deployment's is. */
export function heartbeatCommand(
  paths: Pick<DeployPaths, "sshConfig">,
  { node }: Pick<Step, "node">,
): Command {
  return sshCommand(paths, node, "tell its watchdog that somebody is there", HEARD, {
    connection: "new",
    timeoutSeconds: PROBE_TIMEOUT,
    output: "silent",
  });
}
