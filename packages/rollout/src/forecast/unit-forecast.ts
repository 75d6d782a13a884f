import type { BuiltUnits, UnitFiles } from "../observe/host/unit-files.ts";

/** What becomes of a node's units, as far as they run. Sorted. */
export interface UnitForecast {
  readonly restarts: readonly string[];
  readonly reloads: readonly string[];
  readonly stops: readonly string[];
  readonly adds: readonly string[];
}

/** Nothing of that. */
export const NO_UNITS: UnitForecast = { restarts: [], reloads: [], stops: [], adds: [] };

/** What a switch never restarts, whatever is in it. */
const LEFT_ALONE = /\.(target|slice|path|scope)$/;

/**
 * What a switch from the one to the other does, by NixOS' rules (switch-to-configuration): a unit whose file is another
 * is restarted, unless the file says that it is reloaded or left alone. A file that differs in its description alone
 * counts as another, which is where this says more than will be done.
 */
export function unitForecast(before: UnitFiles, { files, reloads, keeps }: BuiltUnits): UnitForecast {
  const names = (of: UnitFiles) => Object.keys(of).filter((name) => !LEFT_ALONE.test(name));
  const changed = names(files).filter(
    (name) => before[name] !== undefined && before[name] !== files[name] && !keeps.includes(name),
  );
  return {
    restarts: changed.filter((name) => !reloads.includes(name)).sort(),
    reloads: changed.filter((name) => reloads.includes(name)).sort(),
    stops: names(before)
      .filter((name) => files[name] === undefined)
      .sort(),
    adds: names(files)
      .filter((name) => before[name] === undefined)
      .sort(),
  };
}

/** The same, where these are restarted in any case, since they read files that are new. */
export function withReaders(forecast: UnitForecast, readers: readonly string[]): UnitForecast {
  const restarts = [...new Set([...forecast.restarts, ...readers])].sort();
  return { ...forecast, restarts, reloads: forecast.reloads.filter((name) => !restarts.includes(name)) };
}
