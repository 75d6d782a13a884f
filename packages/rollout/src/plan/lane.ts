import type { DesiredNode } from "../desired.ts";
import type { Step } from "../step/step.ts";
import type { InstallNode, UpdateNode } from "./node-change.ts";
import type { Lane } from "./stage.ts";

/** Seconds that an installed machine may take from its reboot to sshd: firmware of servers is slow. */
const BOOT_TIMEOUT = 15 * 60;
/** Seconds that a node may be away while an activation restarts its network. */
const SWITCH_TIMEOUT = 5 * 60;

/** What happens before anything changes on the node. */
export function stagingLane(change: InstallNode | UpdateNode): Lane {
  const { desired } = change;
  const node = desired.node.name;
  if (change.kind === "install") {
    return lane(desired, [{ kind: "stage-installation", node, files: desired.secrets }]);
  }
  return lane(desired, [
    ...when(change.system, { kind: "copy-closure", node, closure: desired.closure }),
    ...when(change.put.length > 0, { kind: "stage-secrets", node, files: change.put }),
  ]);
}

/** What makes the node what it should be. */
export function activationLane(change: InstallNode | UpdateNode): Lane {
  return change.kind === "install" ? installationLane(change) : updateLane(change);
}

function installationLane({ desired, diskoScript }: InstallNode): Lane {
  const { node, closure } = desired;
  return lane(desired, [
    { kind: "install", node: node.name, address: node.address, closure, diskoScript },
    { kind: "wait-for-ssh", node: node.name, after: "installation", timeoutSeconds: BOOT_TIMEOUT },
    verify(desired),
    confirm(desired, false),
  ]);
}

function updateLane(change: UpdateNode): Lane {
  const { desired, put, remove } = change;
  const { closure } = desired;
  const node = desired.node.name;
  return lane(desired, [
    // Before the switch: what it starts reads the new files, and its tmpfiles rules set their owners.
    ...when(put.length + remove.length > 0, { kind: "put-secrets", node, files: put, remove }),
    ...when(change.system, { kind: "set-profile", node, closure }),
    ...when(change.system, {
      kind: "switch",
      node,
      closure,
      because: change.unconfirmed ? "unconfirmed" : "differs",
    }),
    { kind: "end-connection", node },
    {
      kind: "wait-for-ssh",
      node,
      after: change.system ? "activation" : "secrets",
      timeoutSeconds: SWITCH_TIMEOUT,
    },
    verify(desired),
    confirm(desired, change.system),
  ]);
}

function verify({ node, distribution, closure, fingerprint, secrets }: DesiredNode): Step {
  return { kind: "verify", node: node.name, distribution, closure, fingerprint, secrets };
}

function confirm({ node, closure, fingerprint }: DesiredNode, activated: boolean): Step {
  return { kind: "confirm", node: node.name, closure, fingerprint, activated };
}

function lane(desired: DesiredNode, steps: readonly Step[]): Lane {
  return { node: desired.node.name, steps };
}

function when(condition: boolean, step: Step): readonly Step[] {
  return condition ? [step] : [];
}
