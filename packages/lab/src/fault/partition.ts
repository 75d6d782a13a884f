import { succeeded } from "@quorate/cluster";
import { machineState } from "../machine/machine-state.ts";
import { portCommand } from "../network/link-commands.ts";
import { runAll } from "../run-command.ts";
import type { Fault } from "./fault.ts";
import { isMarked, mark, unmark } from "./mark.ts";

/** A cable that is pulled. */
export const partition: Fault = {
  meaning: "pull its network cable",
  until: "`heal`",
  needsPower: true,
  takesSeconds: false,
  silences: true,
  comesBack: false,
  atBoot: { kind: "unplugged" },
  inflict: async ({ world, plan, machine }) => {
    mark(machine, "partition");
    return await runAll(world, [portCommand(plan.lan, machine.link, "down")], {
      description: "pull its network cable",
      machine: machine.name,
    });
  },
  isThere: (machine) => isMarked(machine, "partition"),
  heal: {
    kind: "any-time",
    undo: async ({ world, plan, machine }) => {
      unmark(machine, "partition");
      if (machineState(machine).kind === "off") return succeeded(undefined);
      return await runAll(world, [portCommand(plan.lan, machine.link, "up")], {
        description: "plug its network cable in",
        machine: machine.name,
      });
    },
  },
};
