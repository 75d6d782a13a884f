import type { DistributionKind, HostName } from "@quorate/cluster";
import { type DesiredSecret, differingFiles } from "../desired.ts";
import type { Observation } from "../observe/observation.ts";
import { parseProbe, probeCommand } from "../observe/probe.ts";
import { problem, type RolloutProblemCode } from "../problem-kind.ts";
import type { StorePath } from "../store-path.ts";
import { DONE, failedBy, type Judgement } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Looks at the node again and compares it with what it should be. */
export interface VerifyStep {
  readonly node: HostName;
  readonly distribution: DistributionKind;
  readonly closure: StorePath;
  readonly fingerprint: string;
  readonly secrets: readonly DesiredSecret[];
}

/** Seconds that an activation which outlived its connection is waited for. */
const ACTIVATION_TIMEOUT = 15 * 60;

/** See {@link VerifyStep}. */
export const verify: StepKind<VerifyStep> = {
  phase: "activation",
  speaks: true,
  describe: () => "verifying",
  commands: ({ node, distribution }, paths) => [
    {
      ...probeCommand(paths, node, distribution, { connection: "new", heard: true }),
      description: "verify what runs",
    },
  ],
  judge: (step, output, paths) => verifyObservation(step, parseProbe(step.node, output, paths)),
};

/** Compares a node with what the step says that it should be. */
export function verifyObservation(step: VerifyStep, observation: Observation): Judgement {
  const { node } = step;
  if (observation.kind === "unreachable") return failedBy(observation.problem);
  if (observation.kind === "bare") {
    return wrong(node, "verify-identity", "is not the machine that was installed", "Look at its console");
  }
  if (observation.activation === "running") {
    return {
      kind: "ask-again",
      withinSeconds: ACTIVATION_TIMEOUT,
      problem: problem(
        "activation-timed-out",
        node,
        `the activation on ${node} does not come to an end`,
        "It is left alone: on the machine, systemctl status quorate-switch shows what it waits for",
      ),
    };
  }
  if (observation.activation === "failed") {
    return wrong(
      node,
      "activation-failed",
      "ended its activation with an error",
      "On the machine: systemctl status quorate-switch; systemctl --failed",
    );
  }
  const { wentBack } = observation.facts.watchdog;
  if (wentBack !== undefined && wentBack.to !== step.closure && observation.currentSystem === wentBack.to) {
    return wrong(
      node,
      "no-way-in",
      `let no new connection in for so long that it went back by itself to what it ran before, ${wentBack.to}`,
      "Correct the configuration (root's authorized keys, sshd and its port, the firewall, the network), or give it longer (--watchdog), and run the same command again",
    );
  }
  if (observation.currentSystem !== step.closure || observation.profile !== step.closure) {
    return wrong(
      node,
      "verify-system",
      `runs ${observation.currentSystem ?? "no system"}, boots ${observation.profile ?? "none"}, and not ${step.closure}`,
      "On the machine: journalctl -u quorate-switch; then run the same command again",
    );
  }
  if (observation.fingerprint !== step.fingerprint) {
    return wrong(
      node,
      "verify-fingerprint",
      "runs the closure that was built, but its fingerprint is not that of nix/generated",
      "The flake was built from other files: run `quorate generate`, and commit nix/generated",
    );
  }
  // What the system of before reads and this one does not stays until all is confirmed.
  const wanted = new Set(step.secrets.map(({ file }) => file));
  const differing = differingFiles(step.secrets, observation.secrets).filter((file) => wanted.has(file));
  if (differing.length > 0) {
    return wrong(
      node,
      "verify-secrets",
      `does not hold the certificates and keys that were sent: ${differing.join(", ")}`,
      "Run the same command again; if it stays, something else on the machine writes to its secrets folder",
    );
  }
  return DONE;
}

function wrong(node: HostName, code: RolloutProblemCode, what: string, hint: string): Judgement {
  return failedBy(problem(code, node, `${node} ${what}`, hint));
}
