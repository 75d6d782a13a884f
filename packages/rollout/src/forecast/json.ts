import type { Known } from "../observe/known.ts";
import type { Forecast } from "./forecast.ts";

/** Version of what {@link forecastJson} gives: a field that goes or means something else makes another one. */
const SCHEMA = 1;

/** A forecast for machines, as docs/plan.md describes it: plain data, unknown values with why. */
export function forecastJson({ steps, ...rest }: Forecast): object {
  return {
    schema: SCHEMA,
    changes: steps.length > 0,
    ...rest,
    steps: steps.map(({ nodes, quorum, ...step }) => ({
      ...step,
      quorum: quorum ?? null,
      nodes: nodes.map(({ options, reboot, units, reboots = null, drains = null, ...node }) => ({
        ...node,
        reboots,
        drains,
        options: knownJson(options, (changes) =>
          changes.map(({ option, before = null, after = null }) => ({ option, before, after })),
        ),
        units: knownJson(units, (forecast) => forecast),
        reboot: knownJson(reboot, (reasons) => reasons),
      })),
    })),
  };
}

function knownJson<Value>(one: Known<Value>, make: (value: Value) => unknown): object {
  return one.known ? { known: true, value: make(one.value) } : { known: false, why: one.why };
}
