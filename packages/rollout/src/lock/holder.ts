/** Who holds the lock of a cluster. */
export interface Holder {
  /** The run's name: of letters, digits and hyphens. */
  readonly run: string;
  /** Who runs it, and on which machine: `root@ops1`. */
  readonly by: string;
  /** As it was typed, without the program's name. */
  readonly command: string;
  /** Milliseconds since 1970, by the holder's own clock. */
  readonly since: number;
  /** Names its process, for whoever is on the same machine; opaque here. */
  readonly identity: string;
  /** The commit that it deploys, where its configuration is in a repository of git's. */
  readonly commit?: string | undefined;
}

/** The lock as a host has it. */
export interface SeenLock {
  /** `none`: there never was one. */
  readonly state: "none" | "held" | "released";
  /** The latest run that had it; empty where there never was one. */
  readonly run: string;
  /** `undefined` where what the host has is not understood. */
  readonly holder: Holder | undefined;
  /** Seconds since its holder was last heard of, by the host's own clock. */
  readonly age: number;
}

/** No lock was ever there. */
export const NO_LOCK: SeenLock = { state: "none", run: "", holder: undefined, age: 0 };

/** Seconds after which a holder that was not heard of any more has lost it. */
export const LOCK_EXPIRES = 90;

/** Seconds between two heartbeats: several may be lost. */
export const LOCK_BEAT = 20;

/** Reads the two lines of a lock, and its age in seconds. */
export function readLock(first: string, second: string, age: number): SeenLock {
  const [, state, run = ""] = /^(held|released) ([A-Za-z0-9-]{1,64})$/.exec(first) ?? [];
  if (state !== "held" && state !== "released") return NO_LOCK;
  return { state, run, holder: readHolder(second), age };
}

/** A holder as one line of text. */
export function holderLine(holder: Holder): string {
  return JSON.stringify(holder);
}

function readHolder(line: string): Holder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { run, by, command, since, identity, commit } = value as Partial<Record<keyof Holder, unknown>>;
  const texts = [run, by, command, identity, commit ?? ""].every((one) => typeof one === "string");
  if (!texts || typeof since !== "number") return undefined;
  return { run, by, command, since, identity, ...(commit === undefined ? {} : { commit }) } as Holder;
}

/** Whether somebody has the lock, by what a host told. */
export function isHeld({ state, age }: SeenLock): boolean {
  return state === "held" && age < LOCK_EXPIRES;
}
