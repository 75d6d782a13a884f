import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { RecipeName } from "./recipes.ts";

/** What of one project hosts run: programs of one version, which are taken together or not at all. */
export interface ProgramSet {
  /** The first one is asked for the version. */
  readonly programs: readonly string[];
  /** Where they lie in what hosts see as `/opt/quorate-lab`. */
  readonly folder: "bin" | "cni";
  /** Those that start themselves anew, which on a host only a static program can. */
  readonly startThemselves: readonly string[];
  /** What they are called on hosts. Default: as they are called on PATH. */
  readonly installedAs?: string;
  /** A plugin of CNI by whose folder theirs is known. Default: the first of them. */
  readonly beside?: string;
  /** Whether they tell a version, which hosts' configurations may depend on. */
  readonly tellVersion: boolean;
  /**
   * What builds them if a PATH has not all of them: the first, unless another version is asked for. Where there are
   * several, the version is the end of their names. Empty: Debian has them, or the lab has what stands in for them.
   */
  readonly builtBy: readonly RecipeName[];
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
    builtBy: ["kubernetes-1.36", "kubernetes-1.35"],
  },
  etcd: {
    programs: ["etcd", "etcdctl", "etcdutl"],
    folder: "bin",
    startThemselves: [],
    tellVersion: true,
    builtBy: ["etcd"],
  },
  containerd: {
    programs: ["containerd", "containerd-shim-runc-v2", "ctr"],
    folder: "bin",
    // For every pod.
    startThemselves: ["containerd-shim-runc-v2"],
    tellVersion: true,
    builtBy: ["containerd"],
  },
  runc: {
    programs: ["runc"],
    folder: "bin",
    startThemselves: ["runc"],
    tellVersion: true,
    builtBy: [],
  },
  cni: {
    programs: ["host-local", "bridge", "loopback", "portmap"],
    folder: "cni",
    startThemselves: [],
    tellVersion: false,
    builtBy: ["cni"],
  },
  flannel: {
    programs: ["flanneld"],
    folder: "bin",
    startThemselves: [],
    installedAs: "flannel",
    tellVersion: true,
    builtBy: [],
  },
  "flannel-plugin": {
    programs: ["flannel"],
    folder: "cni",
    startThemselves: [],
    // The daemon has that name as well, on NixOS.
    beside: "host-local",
    tellVersion: false,
    builtBy: [],
  },
  k3s: {
    programs: ["k3s"],
    folder: "bin",
    // All that is in it is itself, by other names.
    startThemselves: ["k3s"],
    tellVersion: true,
    builtBy: [],
  },
} as const satisfies { readonly [name: string]: ProgramSet };

/** A project that hosts have programs of. */
export type ProgramSetName = keyof typeof PROGRAM_SETS;

/** All of these, Kubernetes first. */
export const PROGRAM_SET_NAMES = Object.keys(PROGRAM_SETS) as readonly ProgramSetName[];

/** Those that the lab builds where a PATH has none. */
export const BUILT_SETS: readonly ProgramSetName[] = PROGRAM_SET_NAMES.filter(
  (name) => PROGRAM_SETS[name].builtBy.length > 0,
);

/** The minor versions of Kubernetes that the lab builds, the usual one first. */
export const KUBERNETES_MINORS: readonly KubernetesMinor[] = PROGRAM_SETS.kubernetes.builtBy.map(minorOf);

/** Such a version, as in `1.36`. */
export type KubernetesMinor =
  (typeof PROGRAM_SETS)["kubernetes"]["builtBy"][number] extends `kubernetes-${infer Minor}` ? Minor : never;

/**
 * The recipe of a set; `undefined` where it is Debian's. `minor` is the version of Kubernetes that is asked for; by
 * default the usual one.
 */
export function recipeOfSet(name: ProgramSetName, minor?: KubernetesMinor): RecipeName | undefined {
  const { builtBy }: ProgramSet = PROGRAM_SETS[name];
  return name === "kubernetes" && minor !== undefined ? `kubernetes-${minor}` : builtBy[0];
}

function minorOf<Minor extends string>(recipe: `kubernetes-${Minor}`): Minor {
  return recipe.slice("kubernetes-".length) as Minor;
}

/** Programs of Kubernetes that a lab's hosts run. */
export const KUBERNETES_PROGRAMS = PROGRAM_SETS.kubernetes.programs;

/** A program by its name, and where it is. */
export interface ProgramFile {
  readonly name: string;
  readonly path: string;
}

/**
 * What is on a PATH of a set, links followed; `undefined` unless all of it is there: programs of two versions make no
 * cluster.
 */
export function findSet(path: string, set: ProgramSetName): readonly ProgramFile[] | undefined {
  const { programs: names, folder: kind, beside = names[0] }: ProgramSet = PROGRAM_SETS[set];
  if (kind === "bin") return whole(names, (name) => findHostProgram(path, name));
  // Of the names of CNI's plugins, one is another program's as well (iproute2's `bridge`), and one is nobody else's.
  const folder = path
    .split(delimiter)
    .find((one) => one.startsWith("/") && executable(join(one, beside ?? "")));
  return folder === undefined ? undefined : whole(names, (name) => findHostProgram(folder, name));
}

/** The programs of a set that a PATH lacks which has others of it; empty where it has all, or none. */
export function partlyMissing(path: string, set: ProgramSetName): readonly string[] {
  const { programs } = PROGRAM_SETS[set];
  const missing = programs.filter((name) => findHostProgram(path, name) === undefined);
  return missing.length === programs.length ? [] : missing;
}

/** The programs in the result of a set's recipe. */
export function builtSet(artefact: string, set: ProgramSetName): readonly ProgramFile[] {
  return PROGRAM_SETS[set].programs.map((name) => ({ name, path: join(artefact, "bin", name) }));
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
