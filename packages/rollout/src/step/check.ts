import type { HostName, RolloutCheck } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { problem } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StepKind } from "./step-kind.ts";

/** Asks a question of the user's own about the cluster. It changes nothing, unless the user's line of shell does. */
export interface CheckStep {
  /** Which is to be touched, or was. */
  readonly node: HostName;
  readonly check: RolloutCheck;
}

/** See {@link CheckStep}. */
export const check: StepKind<CheckStep> = {
  phase: "gate",
  describe: ({ check: { name } }) => `asking ${name}`,
  commands: ({ node, check: { name, run, on, timeout } }, paths) => {
    const description = `ask ${name}`;
    if (on !== undefined) {
      const script = `export QUORATE_NODE=${shellWord(node)}\n${run}`;
      return [sshCommand(paths, on, description, script, { timeoutSeconds: timeout, output: "silent" })];
    }
    const env = { QUORATE_NODE: node, KUBECONFIG: `${paths.certificates}/operator/kubeconfig` };
    return [
      {
        node: undefined,
        description,
        argv: ["sh", "-c", run],
        env,
        timeoutSeconds: timeout,
        output: "silent",
      },
    ];
  },
  judge: ({ node, check: { name, on, within } }, { code, stdout, stderr }) => {
    if (code === 0) return { kind: "done" };
    const said = `${stderr}\n${stdout}`.split("\n").filter((line) => line.trim() !== "");
    const last = said.length === 0 ? "it said nothing" : said.slice(-3).join(" | ");
    const where = on === undefined ? "" : ` on ${on}`;
    return {
      kind: "ask-again",
      withinSeconds: within,
      problem: problem(
        "check-failed",
        node,
        `${name}${where} is not well, it ended with ${code}: ${last}`,
        "It is one of the checks in machines.ts. Mend what it asks about, then run the same command again",
      ),
    };
  },
};
