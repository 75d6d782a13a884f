import { type Cluster, failed } from "@quorate/cluster";
import type {
  Advanced,
  Lane,
  Observation,
  Plan,
  RestoreOrder,
  RolloutProblemCode,
  Stage,
  Step,
  StepOutputs,
} from "@quorate/rollout";
import { ORDINARY, withLanes } from "@quorate/rollout";
import type { Product } from "./deploy/product.ts";
import type { HostGuard } from "./world/host-guards.ts";

// The product with something switched off: by what is put round it, never by another version of it.

/** Without a refusal: whatever else is in the way still is. */
export function withoutRefusal(code: RolloutProblemCode): (product: Product) => Product {
  return (product) => ({
    ...product,
    afterLooking: (look, observed, terms) => {
      const looked = product.afterLooking(look, observed, terms);
      if (looked.ok) return looked;
      const left = looked.problems.filter((problem) => problem.code !== code);
      if (left.length > 0) return failed(...left);
      const bare = new Set(observed.filter(({ kind }) => kind === "bare").map(({ node }) => node));
      const nodes = look.targets.map(({ node: { name } }) => ({ name, install: bare.has(name) }));
      const conduct = terms.conduct ?? ORDINARY;
      return { ok: true, value: { look, left: [], observed, consent: terms, conduct, nodes } };
    },
  });
}

/** With hosts that do without something that keeps them from the worst by themselves. */
export function hostsWithout(...guards: readonly HostGuard[]): (product: Product) => Product {
  return (product) => ({ ...product, hostsWithout: guards });
}

/** With observations that say something else to whoever plans. */
export function withSeen(change: (observation: Observation) => Observation): (product: Product) => Product {
  return (product) => ({
    ...product,
    afterBuilding: (build, systems) =>
      product.afterBuilding({ ...build, observed: build.observed.map(change) }, systems),
  });
}

/** The same where whoever refuses sees that, too. */
export function withBelief(change: (observation: Observation) => Observation): (product: Product) => Product {
  return (product) =>
    withSeen(change)({
      ...product,
      afterLooking: (look, observed, terms) => product.afterLooking(look, observed.map(change), terms),
    });
}

/** With another plan than the one that was made. */
export function withPlan(change: (plan: Plan) => Plan): (product: Product) => Product {
  return (product) => ({
    ...product,
    start: (plan, settings, now) => product.start(change(plan), settings, now),
  });
}

/** Without what takes back what does not come to its end. */
export const withoutUndo: (product: Product) => Product = withPlan((plan) => ({
  ...plan,
  stages: plan.stages.map((stage) => withLanes(stage, ({ node, steps }) => ({ node, steps }))),
}));

/** Without a word to a watchdog but by the steps that speak themselves. */
export function withoutHeartbeat(product: Product): Product {
  const silent = ({ state, effects }: Advanced): Advanced => ({
    state,
    effects: effects.map((effect) => {
      if (effect.kind !== "run") return effect;
      const { heartbeat: _, ...run } = effect;
      return run;
    }),
  });
  return {
    ...product,
    start: (...given) => silent(product.start(...given)),
    advance: (...given) => silent(product.advance(...given)),
  };
}

/** Without asking again what was asked too long ago. */
export function withoutAskingAgain(product: Product): Product {
  const forgetful = ({ state, effects }: Advanced): Advanced => ({
    state: {
      ...state,
      lanes: state.lanes.map((lane) => {
        if (lane.kind !== "working") return lane;
        const { asked: _, ...reached } = lane.reached;
        return { ...lane, reached };
      }),
    },
    effects,
  });
  return {
    ...product,
    start: (...given) => forgetful(product.start(...given)),
    advance: (...given) => forgetful(product.advance(...given)),
  };
}

/** With another plan of what is gone back to. */
export function withRollback(change: (plan: Plan) => Plan): (product: Product) => Product {
  return (product) => ({
    ...product,
    planRollback: (...given) => {
      const planned = product.planRollback(...given);
      return planned.ok ? { ...planned, value: change(planned.value) } : planned;
    },
  });
}

/** A restore with what is said in the place of one that is refused with `code` alone. */
export function restoringAnyhow(
  code: RolloutProblemCode,
  said: (cluster: Cluster, observed: readonly Observation[]) => Partial<RestoreOrder>,
): (product: Product) => Product {
  return (product) => ({
    ...product,
    planRestore: (cluster, observed, order) => {
      const planned = product.planRestore(cluster, observed, order);
      if (planned.ok || planned.problems.some((problem) => problem.code !== code)) return planned;
      return product.planRestore(cluster, observed, { ...order, ...said(cluster, observed) });
    },
  });
}

/** A restore without any step of these kinds. */
export function withoutRestored(...kinds: readonly Step["kind"][]): (product: Product) => Product {
  return (product) => ({
    ...product,
    planRestore: (...given) => {
      const planned = product.planRestore(...given);
      return planned.ok ? { ...planned, value: withoutStepsOf(...kinds)(planned.value) } : planned;
    },
  });
}

/** A plan without any step of these kinds. */
export function withoutStepsOf(...kinds: readonly Step["kind"][]): (plan: Plan) => Plan {
  return withStepsOf((steps) => steps.filter(({ kind }) => !kinds.includes(kind)));
}

/** A plan without any stage of this kind. */
export function withoutStages(kind: Stage["kind"]): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, stages: plan.stages.filter((stage) => stage.kind !== kind) });
}

/** A plan whose watchdogs leave nothing to others when they go back. */
export const withoutHandOverOfWatchdogs: (plan: Plan) => Plan = withStepsOf((steps) =>
  steps.map((step) => (step.kind === "arm-watchdog" ? { ...step, handsOver: undefined } : step)),
);

/** A plan whose reboots do not ask whether a watchdog goes back. */
export const rebootingAnyhow: (plan: Plan) => Plan = withStepsOf((steps) =>
  steps.map((step) => {
    if (step.kind !== "reboot") return step;
    const { watched: _, ...reboot } = step;
    return reboot;
  }),
);

/** A plan whose gates ask nobody whether others come in. */
export const askingNoOther: (plan: Plan) => Plan = withStepsOf((steps) =>
  steps.map((step) => {
    if (step.kind !== "gate-before" && step.kind !== "gate-after") return step;
    const [own, ...others] = step.hosts;
    return { ...step, hosts: [own, ...others.map(({ reaches: _, ...host }) => host)] };
  }),
);

/** A plan in which nobody leaves the VIP to machines that the file does not have. */
export const keepingFromUnlisted: (plan: Plan) => Plan = withStepsOf((steps) =>
  steps.filter((step) => step.kind !== "leave-vip" || step.toUnlisted === undefined),
);

/** A plan with others in the place of each lane's steps. */
function withStepsOf(change: (steps: Lane["steps"]) => Lane["steps"]): (plan: Plan) => Plan {
  return (plan) => ({
    ...plan,
    stages: plan.stages.map((stage) => withLanes(stage, (lane) => ({ ...lane, steps: change(lane.steps) }))),
  });
}

/** Without any step of these kinds. */
export function withoutSteps(...kinds: readonly Step["kind"][]): (product: Product) => Product {
  return withPlan(withoutStepsOf(...kinds));
}

/** With the end of a step's commands taken for a good one, whatever it was. */
export function takingForDone(kind: Step["kind"]): (product: Product) => Product {
  return withOutputs(kind, (output, index) => (index === 0 ? { ...output, code: 0 } : output));
}

/** With a line of what a step's commands say passed over. */
export function passingOver(kind: Step["kind"], line: string): (product: Product) => Product {
  return withOutputs(kind, (output) => ({
    ...output,
    stdout: output.stdout
      .split("\n")
      .filter((one) => one !== line)
      .join("\n"),
  }));
}

function withOutputs(
  kind: Step["kind"],
  change: (output: StepOutputs[0], index: number) => StepOutputs[0],
): (product: Product) => Product {
  return (product) => ({
    ...product,
    advance: (state, event) => {
      if (event.kind !== "ended") return product.advance(state, event);
      const { stage, lane, part, step } = event.place;
      const lanes = state.plan.stages[stage]?.lanes[lane];
      const found = part === "steps" ? lanes?.steps[step] : undefined;
      if (found?.kind !== kind) return product.advance(state, event);
      const [first, ...others] = event.outputs;
      const outputs: StepOutputs = [change(first, 0), ...others.map((one, index) => change(one, index + 1))];
      return product.advance(state, { ...event, outputs });
    },
  });
}

/** What was to be activated one after another, all at once. */
export function allTogether(plan: Plan): Plan {
  const activated = plan.stages.filter(({ kind }) => kind === "activate").flatMap(({ lanes }) => lanes);
  if (activated.length < 2) return plan;
  return {
    ...plan,
    stages: [
      ...plan.stages.filter(({ kind }) => kind === "stage-together"),
      { kind: "activate-together", lanes: activated },
      ...plan.stages.filter(({ kind }) => kind !== "stage-together" && kind !== "activate"),
    ],
  };
}

/** What was to be activated all at once, one after another. */
export function oneAfterAnother(plan: Plan): Plan {
  return {
    ...plan,
    stages: plan.stages.flatMap((stage): readonly Stage[] =>
      stage.kind === "activate-together"
        ? stage.lanes.map((lane) => ({ kind: "activate", lanes: [lane] }))
        : [stage],
    ),
  };
}

/** What no longer belongs is removed before anything is activated. */
export function removedFirst(plan: Plan): Plan {
  const isTidying = ({ kind }: Stage) => kind === "tidy-together";
  return {
    ...plan,
    stages: [
      ...plan.stages.filter(({ kind }) => kind === "stage-together"),
      ...plan.stages.filter(isTidying),
      ...plan.stages.filter((stage) => stage.kind !== "stage-together" && !isTidying(stage)),
    ],
  };
}

/** Each node staged only when its turn comes. */
export function stagedInTurn(plan: Plan): Plan {
  const staging = plan.stages.filter(({ kind }) => kind === "stage-together").flatMap(({ lanes }) => lanes);
  return {
    ...plan,
    stages: plan.stages
      .filter(({ kind }) => kind !== "stage-together")
      .map((stage) => ({
        ...stage,
        lanes: stage.lanes.map((lane) => ({
          ...lane,
          steps: [...(staging.find(({ node }) => node === lane.node)?.steps ?? []), ...lane.steps],
        })),
      })) as readonly Stage[],
  };
}
