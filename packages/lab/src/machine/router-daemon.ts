import { failed, type Result, succeeded } from "@quorate/cluster";
import type { MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runCommand } from "../run-command.ts";
import { waitFor } from "../wait-for.ts";
import type { LabWorld } from "../world.ts";
import { hostCommand } from "./host-command.ts";

/** Where a router's BGP daemon reads its configuration, when it starts and when it is told to. */
export const ROUTER_UNIT = "quorate-lab-bgp.service";

const TOLD_SECONDS = 20;

/**
 * Has the BGP daemon of a router that runs read its neighbours anew: sessions with those that stay go on. The file
 * is there already. Resolves once the daemon has them.
 */
export async function reloadRouter(world: LabWorld, machine: MachinePlan): Promise<Result<undefined>> {
  const options = { description: "tell its neighbours to its BGP daemon", machine: machine.name };
  const tell = hostCommand(machine, ["systemctl", "kill", "--kill-who=main", "--signal=HUP", ROUTER_UNIT]);
  if (!tell.ok) return tell;
  const output = await runCommand(world, tell.value, { ...options, timeoutSeconds: 10 });
  if (output.code !== 0) return failed(commandFailed(tell.value, output, options));
  const wanted = (machine.bgp?.neighbors ?? []).map(({ config }) => config["neighbor-address"]).sort();
  const told = await waitFor(
    async () => ((await neighboursOf(world, machine))?.join() === wanted.join() ? true : undefined),
    { seconds: TOLD_SECONDS, pauseMs: 200 },
  );
  if (told) return succeeded(undefined);
  return failed(
    problem(
      "router-not-told",
      machine.name,
      `its BGP daemon has other neighbours than machines.ts, ${TOLD_SECONDS} seconds after it was told`,
      `Look at \`quorate lab logs ${machine.name}\`; \`quorate lab fault ${machine.name} reboot\` starts it anew.`,
    ),
  );
}

/** The addresses of the neighbours that a router's BGP daemon has, sorted; `undefined` where it does not answer. */
async function neighboursOf(world: LabWorld, machine: MachinePlan): Promise<readonly string[] | undefined> {
  const ask = hostCommand(machine, ["gobgp", "neighbor", "--json"]);
  if (!ask.ok) return undefined;
  const { code, stdout } = await runCommand(world, ask.value, {
    description: "ask for the neighbours that its BGP daemon has",
    timeoutSeconds: 5,
  });
  return code === 0 ? parseNeighbours(stdout) : undefined;
}

/** The addresses in what `gobgp neighbor --json` prints, sorted; `undefined` where it is nothing of the kind. */
export function parseNeighbours(text: string): readonly string[] | undefined {
  try {
    const listed = JSON.parse(text) as readonly { readonly conf: { readonly neighbor_address: string } }[];
    return listed.map(({ conf }) => conf.neighbor_address).sort();
  } catch {
    return undefined;
  }
}
