import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe } from "vitest";
import { ROOT } from "../support/quorate.ts";
import rich from "./topologies/rich.ts";
import { topology } from "./topologies/suite.ts";
import { leftOut } from "./where-it-runs.ts";

// Clusters of other shapes than the one that the other tests have. By default one lab, of a cluster that has a bit
// of everything; QUORATE_LAB_EXAMPLES=all, or the names of examples with commas between them, brings up those of
// examples/ instead, one after the other.

const EXAMPLES = join(ROOT, "examples");
const wanted = process.env["QUORATE_LAB_EXAMPLES"] ?? "";
// Those of k3s are not made of the units that are asked for here: k3s.e2e.test.ts brings one up.
const examples = readdirSync(EXAMPLES)
  .map((file) => basename(file, ".ts"))
  .filter((name) => !name.startsWith("k3s"));
const chosen = wanted === "all" ? examples : wanted.split(",").filter((name) => name !== "");
const unknown = chosen.filter((name) => !examples.includes(name));
if (unknown.length > 0)
  throw new Error(`QUORATE_LAB_EXAMPLES: ${unknown.join()}: there are ${examples.join()}, and all`);

if (chosen.length === 0 && !leftOut)
  process.stderr.write(
    `Of the topologies one is deployed, a bit of everything; those of examples/ (${examples.join(", ")}) are with QUORATE_LAB_EXAMPLES=all\n`,
  );

const deployed =
  chosen.length === 0
    ? [{ name: "rich", file: join(ROOT, "test/lab/topologies/rich.ts"), definition: rich as unknown }]
    : await Promise.all(chosen.map(example));

async function example(name: string) {
  const file = join(EXAMPLES, `${name}.ts`);
  const { default: definition } = (await import(file)) as { readonly default: unknown };
  return { name, file, definition };
}

describe.skipIf(leftOut).each(deployed)("the topology $name", ({ file, definition }) => {
  topology(file, definition);
});
