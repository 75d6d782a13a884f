import type { HostName, Node } from "@quorate/cluster";
import { type ClockOffset, surelyApart, surelyOff } from "../observe/host/clock.ts";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/** Seconds from which on it is said that a clock is off. */
const TOLD = 0.5;

/** Seconds from which on nothing is deployed: leases and certificates that were just made count on less. */
const REFUSED = 1;

/**
 * What is wrong with the clocks of the machines that are deployed to: a refusal for a member of etcd or a control plane
 * node, a word for every other one. Only what is off for certain counts, however long the way there took.
 */
export function judgeClocks(
  targets: readonly Node[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  const clocks = observed.flatMap((one) =>
    one.kind === "installed" && one.clock.known ? [{ node: one.node, clock: one.clock.value }] : [],
  );
  const off = clocks.filter(({ clock }) => surelyOff(clock) >= TOLD);
  const byNode = new Map(targets.map((node) => [node.name, node]));
  const counting = (name: string): boolean => {
    const roles = byNode.get(name as HostName)?.roles;
    return roles !== undefined && (roles.etcd || roles.controlPlane);
  };
  // Each may be off by less than that, and two of them be apart by more: leases are between them.
  const apart = clocks
    .filter(({ node, clock }) => counting(node) && surelyOff(clock) < REFUSED)
    .flatMap(({ node, clock }) => {
      const other = clocks.find(
        (one) =>
          one.node !== node && surelyOff(one.clock) < REFUSED && surelyApart(clock, one.clock) >= REFUSED,
      );
      // Of a pair one word is enough.
      if (other === undefined || (counting(other.node) && other.node < node)) return [];
      const message = `the clocks of ${node} and ${other.node} are ${surelyApart(clock, other.clock).toFixed(1)} s or more apart`;
      return [problem("clock-off", node, message, ON_THE_MACHINE)];
    });
  const ofOne = off.flatMap(({ node, clock }) => {
    if (!byNode.has(node)) return [];
    const code = counting(node) && surelyOff(clock) >= REFUSED ? "clock-off" : "clock-drifts";
    return [problem(code, node, wordsOf(node, clock), hintFor(clocks.map((one) => one.clock)))];
  });
  return [...ofOne, ...apart];
}

const ON_THE_MACHINE =
  "On the machine: timedatectl; services.timesyncd and its servers, then run the same command again";

function wordsOf(node: string, clock: ClockOffset): string {
  const seconds = surelyOff(clock);
  const amount = seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${seconds.toFixed(1)} s`;
  return `the clock of ${node} is ${amount} or more ${clock.least > 0 ? "ahead of" : "behind"} the one here`;
}

/** Where all machines agree with each other, it is the operator's clock that is off. */
function hintFor(clocks: readonly ClockOffset[]): string {
  const agree = clocks.every((one) => clocks.every((other) => surelyApart(one, other) < TOLD));
  const all = clocks.length > 1 && clocks.every((clock) => surelyOff(clock) >= TOLD);
  return agree && all ? "All machines agree with each other: set the clock of this one" : ON_THE_MACHINE;
}
