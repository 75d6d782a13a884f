import type { HostName } from "@quorate/cluster";
import { type CommandOutput, lastLine } from "@quorate/command";
import type { RolloutProblem } from "../problem.ts";
import type { BareObservation, UnreachableObservation } from "./observation.ts";

interface Symptom {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (node: HostName) => string;
  readonly hint: string;
}

/** What OpenSSH says (it is not localised), most telling first. */
const symptoms: readonly Symptom[] = [
  {
    pattern: /Permission denied/,
    code: "ssh-denied",
    message: (node) => `${node} proved who it is, but refuses the operator's key`,
    hint: "Add certs/operator/id_ed25519.pub to root's authorized keys on the machine, or load an accepted key into ssh-agent",
  },
  {
    pattern: /Connection refused/,
    code: "ssh-refused",
    message: (node) => `${node} is up, but nothing listens on its ssh port`,
    hint: "Start sshd there, and compare ssh.port in machines.ts",
  },
  {
    pattern: /timed out|No route to host|Network is unreachable|Host is down/,
    code: "host-unreachable",
    message: (node) => `${node} does not answer`,
    hint: "See that the machine is on, that `ip` in machines.ts is its address, and that this machine has a route to it",
  },
  {
    pattern:
      /Bad owner or permissions|UNPROTECTED PRIVATE KEY|bad permissions|invalid format|error in libcrypto/,
    code: "ssh-identity-unusable",
    message: () => "ssh does not accept the operator's private key file",
    hint: "Certs/operator/id_ed25519 must be readable by its owner alone (0600); run genCerts again",
  },
];

/** What a failed ssh command says of the machine. */
export function sshFailure(node: HostName, output: CommandOutput): BareObservation | UnreachableObservation {
  // A host that offers only other kinds of keys has none that we made either.
  if (/Host key verification failed|no matching host key type found/.test(output.stderr)) {
    return { kind: "bare", node, reason: "foreign-host-key" };
  }
  return { kind: "unreachable", node, problem: problemOf(node, output) };
}

function problemOf(node: HostName, output: CommandOutput): RolloutProblem {
  const symptom = symptoms.find(({ pattern }) => pattern.test(output.stderr));
  if (symptom !== undefined) {
    return { code: symptom.code, message: symptom.message(node), where: node, hint: symptom.hint };
  }
  return {
    code: "ssh-failed",
    message: `looking at ${node} failed (${output.code === undefined ? "killed" : `exit code ${output.code}`})${lastLine(output.stderr)}`,
    where: node,
    hint: "Run deploy again with --verbose; the same ssh command is in deploy --dry-run",
  };
}
