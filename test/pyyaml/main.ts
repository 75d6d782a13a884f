import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type Told, toldText } from "../../packages/inventory/src/testing/told-text.ts";
import { texts } from "./texts.ts";

// `npm run pyyaml -- 20000 [seed]`: whether as many texts are to Quorate what they are to PyYAML, which nk3 reads with.
// `npm run pyyaml -- --write`: the file that the tests compare with where there is no PyYAML.

const CORPUS = join(import.meta.dirname, "../../packages/inventory/src/testing/read-by-pyyaml.jsonl");

function readByPyyaml(all: readonly string[]): readonly Told[] {
  const told = execFileSync("python3", [join(import.meta.dirname, "read.py")], {
    input: JSON.stringify(all),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  return JSON.parse(told) as readonly Told[];
}

const [first = "2000", seed = String(Date.now() % 100_000)] = process.argv.slice(2);
const write = first === "--write";
const all = [
  ...new Set(fc.sample(texts, { numRuns: write ? 900 : Number(first), seed: write ? 1 : Number(seed) })),
];
const expected = readByPyyaml(all);
if (write) {
  const rows = all.flatMap((text, index) =>
    text.length > 120 || expected[index]?.[0] === "refused" ? [] : [JSON.stringify([text, expected[index]])],
  );
  writeFileSync(CORPUS, `${rows.join("\n")}\n`);
}
let read = 0;
let less = 0;
let more = 0;
for (const [index, text] of all.entries()) {
  const theirs = expected[index];
  const ours = toldText(text);
  if (theirs?.[0] !== "refused") read += 1;
  if (JSON.stringify(ours) === JSON.stringify(theirs)) continue;
  // What PyYAML refuses is no inventory of anybody's.
  if (theirs?.[0] === "refused") {
    more += 1;
    continue;
  }
  less += 1;
  if (less <= 10) console.log(JSON.stringify({ text, theirs, ours }, null, 1));
}
console.log(
  `${all.length} texts (seed ${write ? 1 : seed}): PyYAML reads ${read}, ${less} of them are something else to Quorate; it refuses ${all.length - read}, of which Quorate reads ${more}`,
);
process.exitCode = less === 0 ? 0 : 1;
