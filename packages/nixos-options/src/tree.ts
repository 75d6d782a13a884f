import type { Option, Options } from "./option.ts";

/** A place in the option tree: a namespace, an option, or (with a submodule's type) both. */
export interface OptionNode {
  /** Parts of the name, unquoted: `["systemd", "services", "<name>", "enable"]`. */
  readonly path: readonly string[];
  readonly option?: Option;
  /** By part, in the order of the parts' code units. */
  readonly children: ReadonlyMap<string, OptionNode>;
}

/** Splits `a."b.c".<name>.*` into its parts, and takes the quotes off. */
export function optionPath(name: string): readonly string[] {
  return (name.match(/"(?:[^"\\]|\\.)*"|[^."]+/g) ?? []).map((part) =>
    part.startsWith('"') ? String(JSON.parse(part)) : part,
  );
}

/** The name that `optionPath` splits. */
export function optionName(path: readonly string[]): string {
  return path
    .map((part) => (/^(?:[A-Za-z_][\w'-]*|<.*>|\*)$/.test(part) ? part : JSON.stringify(part)))
    .join(".");
}

/** The tree that the options' names span. */
export function optionTree(options: Options): OptionNode {
  const entries = Object.entries(options).map(([name, option]) => ({ path: optionPath(name), option }));
  return grow([], entries);
}

interface Entry {
  readonly path: readonly string[];
  readonly option: Option;
}

function grow(path: readonly string[], entries: readonly Entry[]): OptionNode {
  const own = entries.find((entry) => entry.path.length === path.length);
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const part = entry.path[path.length];
    if (part === undefined) continue;
    const group = groups.get(part);
    if (group === undefined) groups.set(part, [entry]);
    else group.push(entry);
  }
  const children = new Map(
    [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([part, group]) => [part, grow([...path, part], group)] as const),
  );
  return own === undefined ? { path, children } : { path, option: own.option, children };
}
