import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe } from "vitest";
import { ROOT } from "../support/quorate.ts";
import k3sRich from "./topologies/k3s-rich.ts";
import rich from "./topologies/rich.ts";
import { topology } from "./topologies/suite.ts";
import { leftOut } from "./where-it-runs.ts";

// Clusters of other shapes than the one that the other tests have. By default one lab, of a cluster that has a bit
// of everything; QUORATE_LAB_EXAMPLES=all, or names with commas between them, brings up others instead, one after the
// other: those of examples/, and those beside this file.

const EXAMPLES = join(ROOT, "examples");
/** Those beside this file, in its folder `topologies`. */
const OURS: { readonly [name: string]: unknown } = { rich, "k3s-rich": k3sRich };
const wanted = process.env["QUORATE_LAB_EXAMPLES"] ?? "";
const names = [...readdirSync(EXAMPLES).map((file) => basename(file, ".ts")), ...Object.keys(OURS)];
const chosen = wanted === "all" ? names : wanted.split(",").filter((name) => name !== "");
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0)
  throw new Error(`QUORATE_LAB_EXAMPLES: ${unknown.join()}: there are ${names.join()}, and all`);

if (chosen.length === 0 && !leftOut)
  process.stderr.write(
    `Of the topologies one is deployed, a bit of everything; others (${names.join(", ")}) are with QUORATE_LAB_EXAMPLES=all\n`,
  );

const deployed = await Promise.all((chosen.length === 0 ? ["rich"] : chosen).map(topologyOf));

async function topologyOf(name: string) {
  const own = OURS[name];
  if (own !== undefined) return { name, file: join(ROOT, `test/lab/topologies/${name}.ts`), definition: own };
  const file = join(EXAMPLES, `${name}.ts`);
  const { default: definition } = (await import(file)) as { readonly default: unknown };
  return { name, file, definition };
}

describe.skipIf(leftOut).each(deployed)("the topology $name", ({ file, definition }) => {
  topology(file, definition);
});
