import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** Programs of Kubernetes that a lab's hosts run. */
export const KUBERNETES_PROGRAMS = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubectl",
  "kubelet",
] as const;

/**
 * What is taken from the PATH that Kubernetes is taken from, so that versions fit each other. A host has Debian's
 * of each, hence one that is not there whole is left out.
 */
export const COMPANIONS = {
  etcd: ["etcd", "etcdctl"],
  containerd: ["containerd", "containerd-shim-runc-v2", "ctr"],
  runc: ["runc"],
  cni: ["host-local", "bridge", "loopback", "portmap"],
} as const;

export type Companion = keyof typeof COMPANIONS;

/** A program by its name, and where it is. */
export interface ProgramFile {
  readonly name: string;
  readonly path: string;
}

/**
 * Kubernetes' programs on a PATH, links followed; `undefined` unless all are there: programs of two versions
 * make no cluster.
 */
export function findKubernetes(path: string): readonly ProgramFile[] | undefined {
  return whole(KUBERNETES_PROGRAMS, (name) => findHostProgram(path, name));
}

/** What is on a PATH of a companion; `undefined` unless it is there whole. */
export function findCompanion(path: string, companion: Companion): readonly ProgramFile[] | undefined {
  const names = COMPANIONS[companion];
  if (companion !== "cni") return whole(names, (name) => findHostProgram(path, name));
  // Of the names of CNI's plugins, one is another program's as well (iproute2's `bridge`), and one is nobody else's.
  const folder = path.split(delimiter).find((one) => one.startsWith("/") && executable(join(one, names[0])));
  return folder === undefined ? undefined : whole(names, (name) => findHostProgram(folder, name));
}

/** The programs in the result of the recipe `kubernetes`. */
export function builtPrograms(artefact: string): readonly ProgramFile[] {
  return KUBERNETES_PROGRAMS.map((name) => ({ name, path: join(artefact, "bin", name) }));
}

/** A program on a PATH, links followed. */
export function findProgram(path: string, name: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name);
    if (folder.startsWith("/") && executable(candidate)) return realpathSync(candidate);
  }
  return undefined;
}

/** A program that is to run on a host: itself, and not what sets up its environment on this machine. */
function findHostProgram(path: string, name: string): string | undefined {
  const found = findProgram(path, name);
  if (found === undefined) return undefined;
  // nixpkgs' name for a program that it has put a wrapper in the place of.
  const wrapped = join(dirname(found), `.${name}-wrapped`);
  return executable(wrapped) ? realpathSync(wrapped) : found;
}

function whole(
  names: readonly string[],
  find: (name: string) => string | undefined,
): readonly ProgramFile[] | undefined {
  const found = names.flatMap((name) => {
    const path = find(name);
    return path === undefined ? [] : [{ name, path }];
  });
  return found.length === names.length ? found : undefined;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
