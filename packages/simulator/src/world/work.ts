import type { Host } from "./host.ts";
import type { World } from "./world.ts";

/** Something that takes its time on a host: it yields the seconds until its next part, and a power cut ends it between two. */
export type Work<Result> = Generator<number, Result, void>;

/** Work under way, which can be ended between two of its parts. */
export interface UnderWay {
  ended: boolean;
}

/** How much longer everything takes on a slow machine. */
const SLOWNESS = 8;

/** Lets work go on on a host that is on, until it is done or the machine is off. */
export function workOn<Result>(
  world: World,
  host: Host,
  work: Work<Result>,
  done: (result: Result) => void,
): UnderWay {
  const { boots } = host;
  const underWay: UnderWay = { ended: false };
  const proceed = (): void => {
    if (underWay.ended || host.power !== "on" || host.boots !== boots) return;
    if (host.frozen) {
      host.thawing.push(proceed);
      return;
    }
    const next = work.next();
    if (next.done === true) {
      underWay.ended = true;
      done(next.value);
    } else world.agenda.after(next.value * 1000 * (host.slow ? SLOWNESS : 1), proceed);
  };
  proceed();
  return underWay;
}

/** Whether the work on a host fails at this very point, since something was made to fail there. */
export function failsHere(host: Host): boolean {
  if (host.hiccup === 0) return false;
  host.hiccup -= 1;
  return host.hiccup === 0;
}
