import { expect, test } from "vitest";
import { deployWords } from "./deploy.ts";

const options = { machines: "machines.ts", words: ["--all", "--yes"] };
const quiet = { json: false, verbose: false };

test.each([
  { name: "nothing else", options, context: quiet, words: ["--all", "--yes"] },
  {
    name: "another flake",
    options: { ...options, flake: "path:/f" },
    context: quiet,
    words: ["--flake", "path:/f", "--all", "--yes"],
  },
  {
    name: "what all commands take",
    options,
    context: { json: true, verbose: true },
    words: ["--json", "--verbose", "--all", "--yes"],
  },
])("deploys with $name", ({ options, context, words }) => {
  expect(deployWords(options, context)).toEqual(["deploy", "--machines", "machines.ts", ...words]);
});
