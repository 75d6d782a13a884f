/** A place that packages of a suite come from. */
export interface AptSource {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
}

/** The sources of a file of the one-line form, `sources.list` or `*.list`. */
export function parseSourcesList(text: string): readonly AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)((?:\s+[^\s#]+)*)\s*(?:#.*)?$/.exec(line);
    if (match === null) return [];
    const [, uri = "", suite = "", components = ""] = match;
    return [{ uri, suites: [suite], components: words(components) }];
  });
}

/** The sources of a file of the form of Debian's control files, `*.sources`. Disabled ones are left out. */
export function parseSourcesStanzas(text: string): readonly AptSource[] {
  const withoutComments = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n");
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = readFields(stanza);
    if (!words(fields.get("types") ?? "").includes("deb")) return [];
    if (/^(no|false|off|0)$/i.test(fields.get("enabled") ?? "")) return [];
    const suites = words(fields.get("suites") ?? "");
    const components = words(fields.get("components") ?? "");
    return words(fields.get("uris") ?? "").map((uri) => ({ uri, suites, components }));
  });
}

/**
 * The first place that has a suite's `main`, or, where none is said to have it, that of the first other suite that is
 * named; `undefined` where there is none that debootstrap can read. Debian's mirrors have all of its releases. Other
 * people's packages may be in a suite and a component of the same names: a place that is called as Debian's are goes
 * before all that are not.
 */
export function mirrorOf(sources: readonly AptSource[], ...wanted: readonly string[]): string | undefined {
  const readable = sources.filter(
    ({ uri, components }) => /^(https?|file|copy):/.test(uri) && components.includes("main"),
  );
  const found = wanted.flatMap((suite) => readable.filter(({ suites }) => suites.includes(suite)));
  return (found.find(({ uri }) => /\/debian\/?$/.test(uri)) ?? found[0])?.uri;
}

function readFields(stanza: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let last = "";
  for (const line of stanza.split("\n")) {
    const field = /^([A-Za-z-]+):(.*)$/.exec(line);
    if (field !== null) {
      last = (field[1] ?? "").toLowerCase();
      fields.set(last, (field[2] ?? "").trim());
    } else if (/^\s/.test(line) && last !== "") {
      fields.set(last, `${fields.get(last) ?? ""} ${line.trim()}`);
    }
  }
  return fields;
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
