import { failed, succeeded } from "@quorate/cluster";
import { killAll } from "../machine/cgroup.ts";
import { problem } from "../problem-kind.ts";
import { runCommand } from "../run-command.ts";
import type { Fault } from "./fault.ts";

/** A power cut. Healing any machine powers it on: there is nothing else to undo. */
export const kill: Fault = {
  meaning: "cut its power: every process dies at once, nothing is written any more",
  until: "`heal` or `lab up`",
  needsPower: false,
  takesSeconds: false,
  silences: false,
  comesBack: false,
  atBoot: { kind: "gone" },
  // All processes at once, the supervisor too: nothing is left that could say goodbye to anybody.
  inflict: async ({ world, plan, machine }) => {
    if (!(await killAll(machine.cgroup))) {
      return failed(
        problem(
          "process-not-ended",
          machine.name,
          "its processes did not end",
          "They wait for a disk or another device that does not answer. Try again once it does.",
        ),
      );
    }
    // What is off answers nothing, not even ARP, whereas a namespace without processes does.
    await runCommand(world, ["ip", "-n", plan.lan.namespace, "link", "delete", machine.link.port], {
      description: "cut its network",
    });
    return succeeded(undefined);
  },
  isThere: () => false,
  heal: { kind: "passed" },
};
