import type { Observation } from "./observation.ts";

/** The port that installers and other systems have their sshd on. */
const ORDINARY_SSH_PORT = 22;

/**
 * What a second look at port 22 means for a machine that refused the cluster's own ssh port. A machine that
 * shows a foreign key there is bare: installers know nothing of our port. One that shows ours is installed,
 * and was told another port by machines.ts meanwhile: it must not be taken for a bare one.
 */
export function onOrdinaryPort(refused: Observation, second: Observation): Observation {
  if (second.kind === "bare") return second;
  if (second.kind === "unreachable") return refused;
  return {
    kind: "unreachable",
    node: second.node,
    problem: {
      code: "ssh-port-changed",
      message: `${second.node} is installed, but its sshd still listens on port ${ORDINARY_SSH_PORT} alone`,
      where: second.node,
      hint: "Set ssh.port back, let sshd listen on both ports (services.openssh.ports), deploy, and only then change it",
    },
  };
}
