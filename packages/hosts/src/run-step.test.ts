import type { HostName } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import { deployPaths, type Step } from "@quorate/rollout";
import { expect, test } from "vitest";
import { runStep } from "./run-step.ts";

const paths = deployPaths(
  { certificates: "/certs", flake: "/flake", flakeArguments: [], nixArguments: [] },
  "/tmp/q",
);
const step: Step = {
  kind: "check",
  node: "node1" as HostName,
  check: { name: "storage", run: "true", on: undefined, timeout: 60, within: 60 },
};
const well = { code: 0, stdout: "", stderr: "" };

/** Runs the step with a command of its own that takes until `beats` words were given. */
async function ran(beats: number, word: () => Promise<typeof well>) {
  const commands: Command[] = [];
  let enough: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const outputs = await runStep(
    async (command) => {
      commands.push(command);
      if (command.description === "ask storage") {
        await over;
        return { ...well, stdout: "asked" };
      }
      if (commands.length > beats) enough();
      return await word();
    },
    paths,
    { step, heartbeat: 0.001 },
  );
  const after = commands.length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    outputs,
    words: commands.filter(({ node }) => node === "node1"),
    stopped: commands.length <= after + 1,
  };
}

test("a watchdog is given a word as long as a step's commands run, each over a connection of its own", async () => {
  const { outputs, words, stopped } = await ran(3, async () => well);
  expect(outputs).toEqual([{ ...well, stdout: "asked" }]);
  expect(words.length).toBeGreaterThanOrEqual(3);
  expect(words.every(({ argv }) => argv.includes("ControlPath=none"))).toBe(true);
  expect(stopped).toBe(true);
});

test("what becomes of a word is no matter", async () => {
  const failing = await ran(2, async () => ({ ...well, code: 255 }));
  expect(failing.outputs).toEqual([{ ...well, stdout: "asked" }]);
  const broken = await ran(2, () => Promise.reject(new Error("no more files")));
  expect(broken.outputs).toEqual([{ ...well, stdout: "asked" }]);
});

test("where none waits for it, none is given", async () => {
  const commands: Command[] = [];
  await runStep(
    async (command) => {
      commands.push(command);
      return well;
    },
    paths,
    { step },
  );
  expect(commands).toHaveLength(1);
});
