import { describe, expect, test } from "vitest";
import type { Command } from "./command.ts";
import { createSystemRunner } from "./system-runner.ts";

async function run(command: Pick<Command, "argv"> & Partial<Command>, verbose = false) {
  const lines: string[] = [];
  const output = await createSystemRunner({ onLine: (_, line) => lines.push(line), verbose })({
    node: undefined,
    description: "",
    ...command,
  });
  return { ...output, lines: lines.sort() };
}

const both = ["sh", "-c", "echo out; echo err >&2"] as const;

describe("a command", () => {
  test("has its arguments as they are, whatever is in them", async () => {
    const words = ["two words", "$(id)", "`id`", "it's", "", "a\nb", "*", "~", ";"];
    const { stdout } = await run({ argv: ["printf", "%s\\0", ...words] });
    expect(stdout.split("\0").slice(0, -1)).toEqual(words);
  });

  test.each([
    ["exit 3", 3],
    ["exit 0", 0],
    ["kill -9 $$", undefined],
  ])("%s ends with %s", async (script, code) => {
    expect(await run({ argv: ["sh", "-c", script] })).toMatchObject({ code });
  });

  test("that does not exist ends with 127", async () => {
    expect(await run({ argv: ["quorate-has-no-such-command"] })).toMatchObject({ code: 127 });
  });

  test("gets another's output, and fails when that one fails", async () => {
    expect(await run({ argv: ["cat"], inputFrom: ["printf", "%s", "se cret"] })).toMatchObject({
      code: 0,
      stdout: "se cret",
    });
    expect((await run({ argv: ["cat"], inputFrom: ["sh", "-c", "exit 5"] })).code).toBe(5);
  });

  test("without input reads an end of file", async () => {
    expect(await run({ argv: ["cat"] })).toMatchObject({ code: 0, stdout: "" });
  });

  test("has its own environment beside the inherited one", async () => {
    const { stdout } = await run({ argv: ["sh", "-c", 'echo "$OURS:${PATH:+yes}"'], env: { OURS: "a b" } });
    expect(stdout).toBe("a b:yes\n");
  });

  test.each([
    ["that takes too long is ended, with its children", "sleep 1000 & wait"],
    [
      "that takes too long has not succeeded, even if it ends with 0",
      "trap 'exit 0' TERM; sleep 1000 & wait",
    ],
  ])("%s", async (_, script) => {
    expect(await run({ argv: ["sh", "-c", script], timeoutSeconds: 0.2 })).toMatchObject({
      code: undefined,
    });
  });

  test.each([
    ["progress", false, ["err", "out"]],
    ["result", false, ["err"]],
    ["silent", false, []],
    ["silent", true, ["err"]],
  ] as const)("whose output is %s (verbose: %s) shows %j", async (output, verbose, lines) => {
    expect(await run({ argv: [...both], output }, verbose)).toMatchObject({
      lines,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  test.each([
    [true, 0],
    [false, undefined],
  ])("that is shielded from Control-C (%s) ends with %s after one", async (shielded, code) => {
    const command = { node: undefined, description: "", argv: ["sh", "-c", "kill -INT $$; exit 0"] } as const;
    expect((await createSystemRunner({ onLine: () => {}, verbose: false, shielded })(command)).code).toBe(
      code,
    );
  });

  test("that is shielded, and what feeds it, still fail and end in time", async () => {
    const run = createSystemRunner({ onLine: () => {}, verbose: false, shielded: true });
    const base = { node: undefined, description: "" };
    expect(await run({ ...base, argv: ["cat"], inputFrom: ["sh", "-c", "exit 5"] })).toMatchObject({
      code: 5,
    });
    expect(await run({ ...base, argv: ["sleep", "1000"], timeoutSeconds: 0.2 })).toMatchObject({
      code: undefined,
    });
  });
});
