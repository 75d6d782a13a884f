import type { CommandOutput } from "@quorate/command";
import type { Step, StepOutputs } from "../step/step.ts";
import { gateAnswer } from "./gate-answers.ts";

/** How a command ended. */
function testOutput(code: number | undefined, stdout = "", stderr = ""): CommandOutput {
  return { code, stdout, stderr };
}

/** For tests: what the last command of a step says where all went well. */
export function goodOutput(step: Step): CommandOutput {
  switch (step.kind) {
    case "stage-secrets":
      return testOutput(0, step.files.map(({ file, digest }) => `${digest}  ./${file}\n`).join(""));
    case "verify":
      return testOutput(
        0,
        [
          "quorate-probe=1",
          "nixos=yes",
          `current=${step.closure}`,
          `profile=${step.closure}`,
          `fingerprint=${step.fingerprint}`,
          "activation=inactive",
          ...step.secrets.map(({ file, digest }) => `secret=${digest}  ./${file}`),
        ].join("\n"),
      );
    case "arm-watchdog":
      return testOutput(0, "way-back=there\n");
    case "go-back":
      return testOutput(0, "code=0\n");
    default:
      return testOutput(0);
  }
}

/** For tests: what all commands of a step say where the last one says `last`: of a gate each host has a word. */
export function outputsOf(step: Step, last: CommandOutput): StepOutputs {
  if (last.code !== 0 || !("hosts" in step)) return [last];
  const members = step.hosts.filter(({ etcd }) => etcd !== undefined).map(({ node }) => node);
  const [first, ...others] = step.hosts;
  return [gateAnswer(first, members), ...others.map((host) => gateAnswer(host, members))];
}

/** For tests: what it says where it failed. A step that waits is asked again, and one that can't fail does not. */
export const BAD_OUTPUT: CommandOutput = testOutput(1, "", "it broke");
