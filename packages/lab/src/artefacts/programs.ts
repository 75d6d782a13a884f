import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs of Kubernetes that a lab's hosts run. */
export const KUBERNETES_PROGRAMS = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubectl",
  "kubelet",
] as const;

export type KubernetesProgram = (typeof KUBERNETES_PROGRAMS)[number];

/** Where each program is. */
export type ProgramPaths = { readonly [Name in KubernetesProgram]: string };

/**
 * Kubernetes' programs on a PATH, links followed; `undefined` unless all are there: programs of two versions
 * make no cluster.
 */
export function findPrograms(path: string): ProgramPaths | undefined {
  const found = KUBERNETES_PROGRAMS.map((name) => [name, findProgram(path, name)] as const);
  if (found.some(([, place]) => place === undefined)) return undefined;
  return Object.fromEntries(found) as ProgramPaths;
}

/** The programs in the result of the recipe `kubernetes`. */
export function builtPrograms(artefact: string): ProgramPaths {
  return Object.fromEntries(
    KUBERNETES_PROGRAMS.map((name) => [name, join(artefact, "bin", name)]),
  ) as ProgramPaths;
}

/** A program on a PATH, links followed. */
export function findProgram(path: string, name: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name);
    if (folder.startsWith("/") && executable(candidate)) return realpathSync(candidate);
  }
  return undefined;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
