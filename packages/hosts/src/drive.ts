import {
  type Advanced,
  advance,
  type Effect,
  isOver,
  type JournalEntry,
  type MachineEvent,
  type MachineState,
  type Place,
  type RunEffect,
  type RunEvent,
  type StepOutputs,
} from "@quorate/rollout";

/** What a rollout is driven in. */
export interface DriveWorld {
  /** Runs a step's commands. */
  readonly run: (effect: RunEffect) => Promise<StepOutputs>;
  /** Keeps an entry, whatever happens next. */
  readonly note: (entry: JournalEntry) => void;
  /** Tells of progress. */
  readonly say: (event: RunEvent) => void;
  /** Milliseconds since 1970; never goes back. */
  readonly now: () => number;
}

/** A rollout that is being driven. */
export interface Drive {
  /** How it is when it is over. */
  readonly over: Promise<MachineState>;
  /** How it is now. */
  readonly state: () => MachineState;
  /** The user asks to stop. */
  readonly interrupt: () => void;
}

/** Carries out what a rollout asks for, and tells it what came of that, until it is over. It has no opinion. */
export function drive(first: Advanced, world: DriveWorld): Drive {
  const timers = new Set<NodeJS.Timeout>();
  let resolve: (state: MachineState) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const over = new Promise<MachineState>((whenOver, whenBroken) => {
    resolve = whenOver;
    reject = whenBroken;
  });
  let { state } = first;

  const feed = (event: MachineEvent): void => {
    try {
      take(advance(state, event));
    } catch (error) {
      end(() => reject(error));
    }
  };
  const take = (advanced: Advanced): void => {
    state = advanced.state;
    for (const effect of advanced.effects) carryOut(effect);
    if (isOver(state)) end(() => resolve(state));
  };
  const end = (settle: () => void): void => {
    for (const timer of timers) clearTimeout(timer);
    settle();
  };
  const carryOut = (effect: Effect): void => {
    switch (effect.kind) {
      case "run":
        void runAt(effect);
        break;
      case "wait":
        wakeAt(effect.place, effect.until);
        break;
      case "note":
        world.note(effect.entry);
        break;
      case "say":
        world.say(effect.event);
        break;
    }
  };
  const runAt = async (effect: RunEffect): Promise<void> => {
    const { place } = effect;
    let event: MachineEvent;
    try {
      const outputs = await world.run(effect);
      event = { kind: "ended", at: world.now(), place, outputs };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      event = { kind: "crashed", at: world.now(), place, message };
    }
    feed(event);
  };
  const wakeAt = (place: Place, until: number): void => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        // A timer may come a moment early.
        const at = world.now();
        if (at < until) wakeAt(place, until);
        else feed({ kind: "woke", at, place });
      },
      Math.ceil(until - world.now()),
    );
    timers.add(timer);
  };

  try {
    take(first);
  } catch (error) {
    end(() => reject(error));
  }
  return {
    over,
    state: () => state,
    interrupt: () => feed({ kind: "interrupted", at: world.now() }),
  };
}
