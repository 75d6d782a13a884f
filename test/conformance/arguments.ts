import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { CLUSTERS, type ClusterName, isClusterName } from "./clusters.ts";

/** What `npm run conformance` was asked for. */
export interface Request {
  readonly cluster: ClusterName;
  /** Only specs whose names match it. */
  readonly focus: RegExp | undefined;
  /** Processes that run specs beside each other. */
  readonly procs: number;
  /** What is done with results that are there: kept, kept but for failures, or none of them. */
  readonly keep: "all" | "passed" | "none";
  readonly writeDocs: boolean;
  /** Whether that is all that is done: to build and pack what specs are run with. */
  readonly prepare: boolean;
}

/** How it is called. */
export const USAGE = `usage: npm run conformance -- [<focus>] [--cluster <name>] [--procs <number>] [--again | --fresh] [--write-docs]
       npm run conformance -- --prepare
<focus>       a regular expression: only specs whose names match it
--cluster     ${Object.keys(CLUSTERS).join(" or ")}; default: ${Object.keys(CLUSTERS)[0]}
--procs       processes beside each other; default: two for each processor
--again       runs again what failed; without it, what has no result yet
--fresh       forgets all results first
--prepare     builds and packs what specs are run with, and runs none
--write-docs  writes the table to docs/conformance.md; with --procs 0 nothing is run before`;

/**
 * Reads the command's arguments.
 *
 * @throws {TypeError} for an unknown option, or a value that can't be
 */
export function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cluster: { type: "string", default: "ipv4" },
      procs: { type: "string", default: String(2 * availableParallelism()) },
      again: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      prepare: { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
    },
  });
  const [focus, ...more] = positionals;
  if (more.length > 0) throw new TypeError("there is one focus; join several by |");
  if (values.again && values.fresh) throw new TypeError("--again and --fresh do not go together");
  if (!isClusterName(values.cluster)) throw new TypeError(`there is no cluster ${values.cluster}`);
  if (!/^\d{1,2}$/.test(values.procs)) throw new TypeError("--procs takes a whole number below 100");
  return {
    cluster: values.cluster,
    focus: focus === undefined ? undefined : regularExpression(focus),
    procs: Number(values.procs),
    keep: values.fresh ? "none" : values.again ? "passed" : "all",
    writeDocs: values["write-docs"],
    prepare: values.prepare,
  };
}

function regularExpression(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new TypeError(`${text}: ${error instanceof Error ? error.message : error}`);
  }
}
