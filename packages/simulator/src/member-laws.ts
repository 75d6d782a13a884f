import type { Step } from "@quorate/rollout";
import type { Breach } from "./breach.ts";
import type { History } from "./play.ts";
import { machineName } from "./scenario/shape.ts";

/** Kinds of steps that take something away from a host. */
const TOUCHING: ReadonlySet<Step["kind"]> = new Set([
  "put-secrets",
  "remove-secrets",
  "switch",
  "install",
  "reboot",
  "server-start",
]);

/** Names of those that are members of etcd, before or afterwards. */
function membersOf({ scenario }: History["schedule"]): ReadonlySet<string> {
  return new Set([...namesOf(scenario.before), ...namesOf(scenario.wanted)]);
}

function namesOf(shape: History["schedule"]["scenario"]["before"]): readonly string[] {
  return (shape?.machines ?? []).flatMap((role, place) =>
    role === "stacked" || role === "member" ? [machineName(place)] : [],
  );
}

/** Kinds of steps that stop a member, change what it reads, or change who is one. */
const OF_MEMBERS: ReadonlySet<Step["kind"]> = new Set([
  "put-secrets",
  "switch",
  "install",
  "reboot",
  "member-remove",
  "server-start",
  "token-change",
]);

/** Where a server of k3s' founds a cluster beside what is left of one, or is one alone, or two take writes. */
export function secondCluster({ moments, schedule }: History): readonly Breach[] {
  return moments.flatMap((moment, place) => {
    switch (moment.kind) {
      case "cluster-founded":
        if (moment.beside.length === 0) return [];
        return [
          { moment: place, says: `${moment.node} founds a cluster beside ${moment.beside.join(", ")}` },
        ];
      case "server-alone":
        return [{ moment: place, says: `${moment.node} starts as a cluster of its own` }];
      case "two-clusters":
        // There were two before.
        if (schedule.scenario.change === "split") return [];
        return [{ moment: place, says: "two clusters take writes at once" }];
      default:
        return [];
    }
  });
}

/** Where a snapshot takes the place of what a quorum of disks has, and nobody meant that. */
export function givenUp({ moments }: History): readonly Breach[] {
  let lives: readonly string[] = [];
  return moments.flatMap((moment, place) => {
    if (moment.kind === "restore-began") lives = moment.meant ? [] : moment.lives;
    if (moment.kind !== "cluster-restored" || lives.length === 0) return [];
    return [{ moment: place, says: `what ${lives.join(", ")} have is given up for a snapshot, unasked` }];
  });
}

/** Where a member of etcd is touched, of which no snapshot was taken although one could have been. */
export function touchedUncopied({ moments, schedule }: History): readonly Breach[] {
  // Whom the file does not have is not a member that anybody knows of.
  const members = new Set<string>(namesOf(schedule.scenario.wanted));
  let served = false;
  let copied = false;
  return moments.flatMap((moment, place) => {
    if (moment.kind === "run-began") {
      served = false;
      copied = false;
    }
    if (moment.kind === "looked" && members.has(moment.node) && moment.observation.kind === "installed") {
      const { healthy } = moment.observation.facts.etcd;
      served ||= healthy.known && healthy.value;
    }
    if (moment.kind === "step-ended" && moment.step.kind === "snapshot" && moment.problem === undefined) {
      copied = true;
    }
    // Whoever restores gives up what there is.
    if (moment.kind === "step-began" && moment.step.kind === "reset-stage") copied = true;
    if (moment.kind !== "step-began" || moment.undoes || !OF_MEMBERS.has(moment.step.kind)) return [];
    const { node, kind } = moment.step;
    if (!served || copied || !members.has(node)) return [];
    return [{ moment: place, says: `${kind} on ${node} begins, and no snapshot of etcd was taken` }];
  });
}

/** Where a member of etcd is touched together with another one, while there is a quorum. */
export function touchedTogether({ moments, schedule }: History): readonly Breach[] {
  const members = membersOf(schedule);
  const available = new Set<number>();
  let touched = new Set<string>();
  return moments.flatMap((moment, place) => {
    if (moment.kind === "quorum-gained") available.add(moment.cluster);
    if (moment.kind === "quorum-lost") available.delete(moment.cluster);
    if (moment.kind === "run-began") touched = new Set();
    if (moment.kind === "step-ended") touched.delete(moment.step.node);
    if (moment.kind !== "step-began" || !TOUCHING.has(moment.step.kind)) return [];
    const { node } = moment.step;
    const others = [...touched].filter((other) => other !== node);
    if (members.has(node)) touched.add(node);
    if (!members.has(node) || others.length === 0 || available.size === 0) return [];
    return [{ moment: place, says: `${node} is touched together with ${others.join(", ")}` }];
  });
}
