import { failed, succeeded } from "@quorate/cluster";
import { isFrozen, setFrozen } from "../machine/cgroup.ts";
import { machineState } from "../machine/machine-state.ts";
import { problem } from "../problem-kind.ts";
import { waitFor } from "../wait-for.ts";
import type { Fault } from "./fault.ts";

/** Seconds until the last process stands still: one that writes to a disk does so first. */
const STOP_SECONDS = 30;

/** A machine that stands still. */
export const freeze: Fault = {
  meaning: "stop all its processes where they are; the kernel still answers pings",
  until: "`heal`",
  needsPower: true,
  takesSeconds: false,
  silences: true,
  comesBack: false,
  atBoot: { kind: "gone" },
  inflict: async ({ machine }) => {
    const stopped = await waitFor(
      () => {
        setFrozen(machine.cgroup, true);
        const state = machineState(machine);
        return state.kind === "running" && state.frozen ? true : undefined;
      },
      { seconds: STOP_SECONDS },
    );
    if (stopped) return succeeded(undefined);
    return failed(
      problem(
        "machine-not-frozen",
        machine.name,
        `its processes did not all stop within ${STOP_SECONDS} seconds`,
        "Heal it and try again.",
      ),
    );
  },
  isThere: (machine) => {
    const state = machineState(machine);
    return state.kind === "running" && state.frozen;
  },
  heal: {
    kind: "any-time",
    undo: async ({ machine }) => {
      setFrozen(machine.cgroup, false);
      await waitFor(() => (isFrozen(machine.cgroup) ? undefined : true), { seconds: 10 });
      return succeeded(undefined);
    },
  },
};
