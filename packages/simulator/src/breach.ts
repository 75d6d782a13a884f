import type { Moment } from "./history.ts";
import type { History } from "./play.ts";

/** Where a history breaks a law. */
export interface Breach {
  /** The place in the history at which it does. */
  readonly moment: number;
  readonly says: string;
}

/** A law that moments of a kind break, where there is something to say of them. */
export function each<Kind extends Moment["kind"]>(
  kind: Kind,
  says: (moment: Extract<Moment, { readonly kind: Kind }>) => string | undefined,
): (history: History) => readonly Breach[] {
  return ({ moments }) =>
    moments.flatMap((moment, place) => {
      if (moment.kind !== kind) return [];
      const said = says(moment as Extract<Moment, { readonly kind: Kind }>);
      return said === undefined ? [] : [{ moment: place, says: said }];
    });
}
