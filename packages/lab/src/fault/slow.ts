import { succeeded } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { machineState } from "../machine/machine-state.ts";
import type { LanPlan, LinkPlan } from "../model/lab-plan.ts";
import { runAll, runCommand } from "../run-command.ts";
import type { Fault } from "./fault.ts";
import { isMarked, mark, unmark } from "./mark.ts";

/**
 * A token bucket, since that is in every kernel that has a bridge (a plain delay, netem, is not); a packet waits at
 * most two seconds and is then lost.
 */
const BUCKET = ["root", "tbf", "rate", "256kbit", "burst", "1600", "latency", "2s"] as const;

/** A cable that carries little, in both directions. */
export const slow: Fault = {
  meaning: "let its network carry 256 kbit/s in each direction; what waits longer than two seconds is lost",
  until: "`heal`",
  needsPower: true,
  takesSeconds: false,
  silences: false,
  comesBack: false,
  atBoot: { kind: "again", commands: slowCommands },
  inflict: async ({ world, plan, machine }) => {
    mark(machine, "slow");
    return await runAll(world, slowCommands(plan.lan, machine.link), {
      description: "slow its network down",
      machine: machine.name,
    });
  },
  isThere: (machine) => isMarked(machine, "slow"),
  heal: {
    kind: "any-time",
    undo: async ({ world, plan, machine }) => {
      if (!unmark(machine, "slow") || machineState(machine).kind === "off") return succeeded(undefined);
      for (const { namespace, device } of ends(plan.lan, machine.link)) {
        await runCommand(world, ["tc", "-n", namespace, "qdisc", "delete", "dev", device, "root"], {
          description: "give its network its speed back",
        });
      }
      return succeeded(undefined);
    },
  },
};

function slowCommands(lan: LanPlan, link: LinkPlan): readonly Argv[] {
  return ends(lan, link).map(({ namespace, device }) => [
    ...(["tc", "-n", namespace, "qdisc", "replace", "dev", device] as const),
    ...BUCKET,
  ]);
}

function ends(lan: LanPlan, link: LinkPlan) {
  return [
    { namespace: lan.namespace, device: link.port },
    { namespace: link.namespace, device: link.interface },
  ];
}
