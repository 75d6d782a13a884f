/** A set of tarballs; see npm-lock.mjs. */
export type TarballSet = "build" | "check";

/** The part of package-lock.json that is read here. */
export interface Lock {
  readonly packages: { readonly [place: string]: LockEntry };
}

export interface LockEntry {
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  /** Of a link alone: what it leads to, from the lock's folder. */
  readonly resolved?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A tarball that is needed at `place`, a path such as `node_modules/zod`. */
export interface Tarball {
  readonly place: string;
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, sha512. */
  readonly integrity: string;
  /** Its file name in a set's folder, as `npm pack` names it. */
  readonly file: string;
  /** The processors it is for; absent: all. */
  readonly cpu?: readonly string[];
}

export const SETS: readonly TarballSet[];
export function tarballsOf(lock: Lock, set: TarballSet): readonly Tarball[];
export function closureOf(lock: Lock, names: readonly string[]): readonly string[];
export function digestOf(tarballs: readonly Tarball[]): string;
export function isForCpu(tarball: { readonly cpu?: readonly string[] }, arch: string): boolean;
