import { type HostName, SECRETS_DIRECTORY } from "@quorate/cluster";
import { PROBE_TIMEOUT } from "../observe/probe.ts";
import { problem, type RolloutProblem, type RolloutProblemCode } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { HEARD } from "../watchdog/on-host.ts";
import { sshCommandFailure } from "./failure.ts";
import { DONE } from "./judgement.ts";
import type { WayBack } from "./learned.ts";
import type { StepKind } from "./step-kind.ts";

/** Waits until the node lets in a new connection and proves, with the host key made beforehand, who it is. */
export interface WaitForSshStep {
  readonly node: HostName;
  /** What was done to the node before. */
  readonly after: "installation" | "activation" | "secrets";
  readonly timeoutSeconds: number;
}

const doing = "waiting for ssh";

/** See {@link WaitForSshStep}. */
export const waitForSsh: StepKind<WaitForSshStep> = {
  phase: "activation",
  speaks: true,
  describe: () => doing,
  commands: ({ node }, paths) => [
    sshCommand(paths, node, "wait until it lets a new connection in", HEARD, {
      connection: "new",
      timeoutSeconds: PROBE_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: ({ node, after, timeoutSeconds }, output, paths) => {
    if (output.code === 0) return DONE;
    const failure = sshCommandFailure(
      {
        node,
        says: "wait-for-ssh-failed",
        doing,
        hint: "See the machine's console: did it boot from the installed disk, and has it its address?",
      },
      output,
      paths,
    );
    const { judged, patience } = WAITS[after];
    const withinSeconds = Math.min(timeoutSeconds, patience(failure.code));
    return {
      kind: "ask-again",
      problem: judged(node, failure, paths.learned.wayBack ?? "none"),
      withinSeconds,
      learned: { silentSeconds: withinSeconds },
    };
  },
};

/** What it means that nobody is let in, and for how many seconds that is no more than a pause. */
interface Wait {
  readonly judged: (node: HostName, failure: RolloutProblem, wayBack: WayBack) => RolloutProblem;
  readonly patience: (code: RolloutProblemCode) => number;
}

/** Seconds after which an sshd that answers has read its configuration. */
const SETTLED = 30;

const forEver = (): number => Number.POSITIVE_INFINITY;

/** A network comes back; an sshd that has proved who it is, or that it is somebody else, stays at its word. */
const untilSettled = (code: RolloutProblemCode): number =>
  code === "ssh-denied" || code === "host-key-changed" ? SETTLED : forEver();

const AT_THE_CONSOLE = "At the machine's console: boot its previous generation, which is in the boot menu";

/** How whoever reads it gets in again. */
const WAY_BACK: { readonly [W in WayBack]: string } = {
  there: "It goes back to what it ran before by itself",
  none: AT_THE_CONSOLE,
  etcd: `It does not go back by itself, since its etcd is a newer one. ${AT_THE_CONSOLE}, if its etcd has not begun to write as the newer one`,
  encryption: `It does not go back by itself, since its apiserver encrypts now. ${AT_THE_CONSOLE}, and expect Secrets written since to be unreadable there`,
  member: `It does not go back by itself, since it becomes a member of etcd. ${AT_THE_CONSOLE}, and remove its member first if it has become one`,
};

const WAITS: { readonly [A in WaitForSshStep["after"]]: Wait } = {
  // Whatever is wrong now: a machine that boots says all kinds of things before it is there.
  installation: { judged: (_, failure) => failure, patience: forEver },
  activation: {
    judged: (node, { message }, wayBack) =>
      problem(
        "no-way-in",
        node,
        `${node} was activated, and lets no new connection in: ${message}`,
        `${WAY_BACK[wayBack]}. Correct the configuration (root's authorized keys, sshd and its port, the firewall, the network), and run the same command again. No further node was touched`,
      ),
    patience: untilSettled,
  },
  secrets: {
    judged: (node, { message }, wayBack) =>
      problem(
        "no-way-in",
        node,
        `${node} has its new certificates and keys, and lets no new connection in: ${message}`,
        `${WAY_BACK[wayBack]}. Compare ${SECRETS_DIRECTORY} on it with the certificates folder, authorized_keys above all; its system was not changed. No further node was touched`,
      ),
    patience: untilSettled,
  },
};
