import type { HostName } from "@quorate/cluster";
import { type CommandOutput, lastLine, shellWord } from "@quorate/command";
import { type DeployPaths, operatorIdentity } from "../deploy-paths.ts";
import { problem, type RolloutProblem, type RolloutProblemCode } from "../problem-kind.ts";
import type { BareObservation, UnreachableObservation } from "./observation.ts";

interface Symptom {
  readonly pattern: RegExp;
  readonly says: RolloutProblemCode;
  readonly message: (node: HostName) => string;
  /** `certificates` is the folder that genCerts made. */
  readonly hint: (certificates: string) => string;
}

/** What OpenSSH says (it is not localised), most telling first. */
const symptoms: readonly Symptom[] = [
  {
    pattern: /Permission denied/,
    says: "ssh-denied",
    message: (node) => `${node} proved who it is, but refuses the operator's key`,
    hint: (certificates) =>
      `Add ${operatorIdentity(certificates)}.pub to root's authorized keys on the machine, or load an accepted key into ssh-agent`,
  },
  {
    pattern: /Connection refused/,
    says: "ssh-refused",
    message: (node) => `${node} is up, but nothing listens on its ssh port`,
    hint: () => "Start sshd there, and compare ssh.port in machines.ts",
  },
  {
    pattern: /timed out|No route to host|Network is unreachable|Host is down/,
    says: "host-unreachable",
    message: (node) => `${node} does not answer`,
    hint: () =>
      "See that the machine is on, that machines.ts has its address, and that this machine has a route to it",
  },
  {
    pattern:
      /Bad owner or permissions|UNPROTECTED PRIVATE KEY|bad permissions|invalid format|error in libcrypto/,
    says: "ssh-identity-unusable",
    message: () => "ssh does not accept the operator's private key file",
    hint: (certificates) =>
      `${operatorIdentity(certificates)} must be readable by its owner alone (0600); run \`quorate genCerts ${shellWord(certificates)}\``,
  },
];

/** What a failed ssh command says of the machine. */
export function sshFailure(
  node: HostName,
  output: CommandOutput,
  { certificates }: Pick<DeployPaths, "certificates">,
): BareObservation | UnreachableObservation {
  // A host that offers only other kinds of keys has none that we made either.
  if (/Host key verification failed|no matching host key type found/.test(output.stderr)) {
    return { kind: "bare", node, reason: "foreign-host-key" };
  }
  return { kind: "unreachable", node, problem: problemOf(node, output, certificates) };
}

function problemOf(node: HostName, output: CommandOutput, certificates: string): RolloutProblem {
  const symptom = symptoms.find(({ pattern }) => pattern.test(output.stderr));
  if (symptom !== undefined) {
    return problem(symptom.says, node, symptom.message(node), symptom.hint(certificates));
  }
  const ended = output.code === undefined ? "killed" : `exit code ${output.code}`;
  return problem(
    "ssh-failed",
    node,
    `looking at ${node} failed (${ended})${lastLine(output.stderr)}`,
    "Run the same command again with --verbose; --dry-run prints the same ssh command",
  );
}
