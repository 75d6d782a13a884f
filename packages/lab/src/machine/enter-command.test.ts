import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { enterCommand } from "./enter-command.ts";

/** What comes after entering the host: what its own programs do. */
function inHost(argv: readonly string[]) {
  const command = enterCommand(1, [], argv);
  const [program = "", ...words] = command.slice(command.indexOf("env"));
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8" });
  return { status, stdout, stderr };
}

test.each<readonly [string, readonly string[], object]>([
  [
    "with its arguments as they are",
    ["printf", "%s|", "a b", "$HOME", "--"],
    { status: 0, stdout: "a b|$HOME|--|" },
  ],
  ["with its own exit code", ["false"], { status: 1, stdout: "", stderr: "" }],
  ["whose name looks like a variable's value", ["A=B"], { status: 127, stdout: "" }],
  ["whose name looks like an option", ["-n"], { status: 127, stdout: "" }],
])("a command runs %s", (_, argv, ended) => {
  expect(inHost(argv)).toMatchObject(ended);
});
