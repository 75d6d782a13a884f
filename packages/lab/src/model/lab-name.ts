import { createHash } from "node:crypto";

/** The folder of a cluster's lab. */
export function labFolder(stateRoot: string, cluster: string): string {
  return `${stateRoot}/${cluster}`;
}

/** Six hexadecimal digits for a lab's folder: two labs on one machine share no name. */
export function labId(folder: string): string {
  return digest(folder).slice(0, 6);
}

/** What every network namespace of a lab begins with. */
export function namespacePrefix(id: string): string {
  return `ql-${id}-`;
}

/** The cgroup that holds those of all labs. */
export const LABS_CGROUP = "quorate-lab";

/** The cgroup of a lab, below the root of every hierarchy. */
export function labCgroup(id: string): string {
  return `${LABS_CGROUP}/${id}`;
}

/** A locally administered hardware address, the same for the same machine of the same lab. */
export function hardwareAddress(id: string, machine: string): string {
  const bytes = digest(`${id}/${machine}`).slice(0, 10).match(/../g) ?? [];
  return ["02", ...bytes].join(":");
}

/** The machine-id, the same for the same machine of the same lab. */
export function machineId(id: string, machine: string): string {
  return digest(`machine-id/${id}/${machine}`).slice(0, 32);
}

/** The name of a machine's port on the bridge: at most 15 characters, whatever the machine's name. */
export function portName(machine: string): string {
  return `p${digest(machine).slice(0, 10)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
