import {
  type BuiltSystem,
  type Conduct,
  type Effect,
  isOver,
  type MachineEvent,
  type MachineState,
  type Observation,
  ORDINARY,
  PAUSES,
  type Plan,
  type Target,
} from "@quorate/rollout";
import type { RunOutcome } from "../history.ts";
import type { Revision } from "../scenario/revision.ts";
import { observe } from "./observe.ts";
import { perform } from "./perform.ts";
import type { Product } from "./product.ts";
import type { Site } from "./site.ts";

/** What a deployment is asked to do. */
export interface Order {
  readonly run: number;
  readonly revision: Revision;
  readonly targets: readonly Target[];
  /** Whether the user agrees that bare machines are erased, and those by name that were something before. */
  readonly yes: boolean;
  readonly erase: readonly string[];
  readonly reboot: Conduct["reboot"];
  /** Whether members of etcd that can't be asked are said to be off. */
  readonly coldStart: boolean;
  /** Whether the user agrees by name that members leave which the file does not have. */
  readonly remove: readonly string[];
  /** Whether the targets are to go back to what they ran before, in the place of all that. */
  readonly rollback: boolean;
  /** Whether all begins anew with a snapshot, in the place of all that: also where what there is serves. */
  readonly restore: { readonly evenIfItServes: boolean } | undefined;
}

/** A deployment under way, as its user has it. */
export interface Deployment {
  readonly interrupt: () => void;
}

/**
 * Looks, builds, plans and carries out, as `quorate deploy` does, in the site's world: the twin of what is in apps and
 * hosts, which decide nothing. `ended` is told once, unless the deployer is killed before.
 */
export function deploy(
  site: Site,
  product: Product,
  { run, revision, targets, yes, erase, remove, reboot, coldStart, rollback, restore }: Order,
  ended: (outcome: RunOutcome) => void,
): Deployment {
  const { world, deployer } = site;
  let state: MachineState | undefined;
  const end = (outcome: RunOutcome): void => {
    world.note({ kind: "run-ended", run, outcome });
    ended(outcome);
  };
  world.note({ kind: "run-began", run, nodes: targets.map(({ node }) => node.name), yes });
  const look = product.beginDeployment(revision.cluster, targets, (name) => revision.options.get(name));
  observe(site, look, (observed) => afterLook(observed));
  return { interrupt: () => feed({ kind: "interrupted", at: world.agenda.now }) };

  function afterLook(observed: readonly Observation[]): void {
    if (restore !== undefined) {
      const order = { file: "/snapshot.db", manifest: manifestOf(revision), without: [], ...restore };
      const planned = product.planRestore(revision.cluster, observed, order);
      if (planned.ok) begin(planned.value);
      else end({ kind: "refused", codes: planned.problems.map(({ code }) => code) });
      return;
    }
    if (rollback) {
      const nodes = targets.map(({ node }) => node);
      const planned = product.planRollback(revision.cluster, nodes, observed, {
        yes: true,
        conduct: { ...ORDINARY, reboot, coldStart },
      });
      if (planned.ok) begin(planned.value);
      else end({ kind: "refused", codes: planned.problems.map(({ code }) => code) });
      return;
    }
    const looked = product.afterLooking(look, observed, {
      yes,
      erase,
      remove,
      skipUnreachable: false,
      evaluate: "needed",
      conduct: { ...ORDINARY, reboot, coldStart },
    });
    if (!looked.ok) {
      end({ kind: "refused", codes: looked.problems.map(({ code }) => code) });
      return;
    }
    const build = looked.value;
    // A build takes a while, and is made of those alone that need one.
    const seconds = build.nodes.length === 0 ? 0 : world.chance.between(5, 300);
    world.agenda.after(seconds * 1000, () => {
      if (!deployer.alive) return;
      const built = build.nodes.flatMap(({ name }) => {
        const system = revision.built.get(name);
        return system === undefined ? [] : [[name, system] as const];
      });
      const planned = product.afterBuilding(build, new Map<string, BuiltSystem>(built));
      if (!planned.ok) {
        end({ kind: "refused", codes: planned.problems.map(({ code }) => code) });
        return;
      }
      begin(planned.value);
    });
  }

  function begin(plan: Plan): void {
    const settings = {
      run: site.run,
      by: "the simulator",
      command: "deploy",
      certificates: "/certs",
      pauses: PAUSES,
    };
    const begun = product.start(plan, settings, world.agenda.now);
    state = begun.state;
    if (isOver(state)) end({ kind: "done", changed: 0 });
    for (const effect of begun.effects) carryOut(effect);
  }

  function feed(event: MachineEvent): void {
    if (state === undefined || isOver(state) || !deployer.alive) return;
    const advanced = product.advance(state, event);
    state = advanced.state;
    for (const effect of advanced.effects) carryOut(effect);
    if (isOver(state)) end(outcomeOf(state));
  }

  function carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "run": {
        const { place } = effect;
        const lane = state?.lanes[place.lane];
        const since = lane?.kind === "working" ? lane.began : world.agenda.now;
        perform(site, effect, since, (outputs) =>
          feed({ kind: "ended", at: world.agenda.now, place, outputs }),
        );
        break;
      }
      case "wait": {
        const { place, until } = effect;
        world.agenda.after(until - world.agenda.now, () =>
          feed({ kind: "woke", at: world.agenda.now, place }),
        );
        break;
      }
      case "say": {
        const { event } = effect;
        const { step } = event;
        const undoes = event.part === "undo";
        if (event.kind === "step-started") world.note({ kind: "step-began", run, step, undoes });
        if (event.kind === "step-done")
          world.note({ kind: "step-ended", run, step, undoes, problem: undefined });
        if (event.kind === "step-failed") {
          world.note({ kind: "step-ended", run, step, undoes, problem: event.problem });
        }
        break;
      }
      case "note":
        break;
    }
  }
}

/** What is written beside a snapshot, as far as somebody asks here. */
function manifestOf({ cluster }: Revision) {
  const takenOn = cluster.etcd.members[0]?.name ?? "";
  return {
    cluster: cluster.name,
    bytes: 1,
    sha256: "0".repeat(64),
    etcdVersion: "3.6.0",
    serverVersion: "1.35.1",
    takenOn,
  };
}

function outcomeOf({ problems, nodes, interruptions }: MachineState): RunOutcome {
  if (problems.length > 0) return { kind: "failed", codes: problems.map(({ code }) => code) };
  if (interruptions > 0) return { kind: "interrupted" };
  return {
    kind: "done",
    changed: Object.values(nodes).filter(({ outcome }) => outcome !== "untouched").length,
  };
}
