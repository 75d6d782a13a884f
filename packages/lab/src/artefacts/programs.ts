import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** What of one project hosts run: programs of one version, which are taken together or not at all. */
export interface ProgramSet {
  /** The first one is asked for the version. */
  readonly programs: readonly string[];
  /** Where they lie in what hosts see as `/opt/quorate-lab`. */
  readonly folder: "bin" | "cni";
  /** Those that start themselves anew, which on a host only a static program can. */
  readonly startThemselves: readonly string[];
  /** Whether they tell a version, which hosts' configurations may depend on. */
  readonly tellVersion: boolean;
  /** Where hosts have them from if a PATH has not all of them. */
  readonly otherwise: "built" | "debian";
}

/** What is looked for on PATH: Kubernetes, and what is taken from the same PATH so that versions fit each other. */
export const PROGRAM_SETS = {
  kubernetes: {
    programs: [
      "kube-apiserver",
      "kube-controller-manager",
      "kube-proxy",
      "kube-scheduler",
      "kubectl",
      "kubelet",
    ],
    folder: "bin",
    startThemselves: [],
    tellVersion: true,
    otherwise: "built",
  },
  etcd: {
    programs: ["etcd", "etcdctl"],
    folder: "bin",
    startThemselves: [],
    tellVersion: true,
    otherwise: "debian",
  },
  containerd: {
    programs: ["containerd", "containerd-shim-runc-v2", "ctr"],
    folder: "bin",
    // For every pod.
    startThemselves: ["containerd-shim-runc-v2"],
    tellVersion: true,
    otherwise: "debian",
  },
  runc: {
    programs: ["runc"],
    folder: "bin",
    startThemselves: ["runc"],
    tellVersion: true,
    otherwise: "debian",
  },
  cni: {
    programs: ["host-local", "bridge", "loopback", "portmap"],
    folder: "cni",
    startThemselves: [],
    tellVersion: false,
    otherwise: "debian",
  },
} as const satisfies { readonly [name: string]: ProgramSet };

/** A project that hosts have programs of. */
export type ProgramSetName = keyof typeof PROGRAM_SETS;

/** One that hosts have Debian's programs of, where a PATH has none. */
export type Companion = {
  [Name in ProgramSetName]: (typeof PROGRAM_SETS)[Name]["otherwise"] extends "debian" ? Name : never;
}[ProgramSetName];

/** All of these. */
export const COMPANIONS = (Object.keys(PROGRAM_SETS) as ProgramSetName[]).filter(
  (name): name is Companion => PROGRAM_SETS[name].otherwise === "debian",
);

/** Programs of Kubernetes that a lab's hosts run. */
export const KUBERNETES_PROGRAMS = PROGRAM_SETS.kubernetes.programs;

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
  const { programs: names, folder: kind } = PROGRAM_SETS[companion];
  if (kind === "bin") return whole(names, (name) => findHostProgram(path, name));
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
