import { DEFAULT_PORTS } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import type { Observation } from "./observation.ts";

/** The port that installers and other systems have their sshd on. */
const ORDINARY_SSH_PORT = DEFAULT_PORTS.ssh;

/**
 * The port at which a machine has to be looked at a second time before the first look counts; `undefined` where
 * it does. `port` is the cluster's, which an installer knows nothing of.
 */
export function portOfSecondLook(first: Observation, port: number): number | undefined {
  const refused = first.kind === "unreachable" && first.problem.code === "ssh-refused";
  return refused && port !== ORDINARY_SSH_PORT ? ORDINARY_SSH_PORT : undefined;
}

/**
 * What a second look at port 22 means for a machine that refused the cluster's own ssh port. A machine that
 * shows a foreign key there is bare: installers know nothing of our port. One that shows ours is installed,
 * and was told another port by machines.ts meanwhile: it must not be taken for a bare one.
 */
export function onOrdinaryPort(refused: Observation, second: Observation): Observation {
  if (second.kind === "bare") return second;
  if (second.kind === "unreachable") return refused;
  const { node } = second;
  return {
    kind: "unreachable",
    node,
    problem: problem(
      "ssh-port-changed",
      node,
      `${node} is installed, but its sshd still listens on port ${ORDINARY_SSH_PORT} alone`,
      "Set ssh.port back, let sshd listen on both ports (services.openssh.ports), deploy, and only then change it",
    ),
  };
}
