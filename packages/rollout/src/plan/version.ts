/** A version of Kubernetes or etcd, as far as it matters to what may run beside what. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** What etcd 3.6 wants of every member before the first of them is one (etcd-io/etcd#20967). */
export const SAFE_BEFORE_3_6: Version = { major: 3, minor: 5, patch: 26 };

/** Reads `v1.36.3`, `3.6.12` or `1.37.0-rc.1`; `undefined` where it is none. */
export function parseVersion(text: string | undefined): Version | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text ?? "") ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

/** `3.6.12`. */
export function versionWords({ major, minor, patch }: Version): string {
  return `${major}.${minor}.${patch}`;
}

/** `3.6`, of 3.6.12. */
export function lineWords({ major, minor }: Pick<Version, "major" | "minor">): string {
  return `${major}.${minor}`;
}

/** How many minors lie between two, upwards. Another major is further away than any minor. */
export function minorsBetween(from: Version, to: Version): number {
  return (to.major - from.major) * 1_000 + to.minor - from.minor;
}

/** The minors from one version to another, each of which has to be run: `3.4 → 3.5 → 3.6`. */
export function ladder(from: Version, to: Version): string {
  const step = to.minor >= from.minor ? 1 : -1;
  const minors = Array.from(
    { length: from.major === to.major ? Math.abs(to.minor - from.minor) + 1 : 0 },
    (_, index) => lineWords({ major: from.major, minor: from.minor + index * step }),
  );
  return minors.length === 0 ? `${lineWords(from)} → … → ${lineWords(to)}` : minors.join(" → ");
}
