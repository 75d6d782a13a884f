import { parseVersion, type Version } from "../plan/version.ts";

/** Which etcd is in a program. */
export interface EtcdInside {
  readonly version: Version;
  /** Whether it is that one: of a release that is newer than the table, it is that one or a later one. */
  readonly sure: boolean;
}

/**
 * The etcd in k3s' releases, each since which: from k3s' release notes (the table that each minor's page begins with,
 * read in October 2026). From 3.5 to 3.6 it went within 1.33.
 */
const SINCE: readonly (readonly [k3s: string, etcd: string])[] = [
  ["1.32.0+k3s1", "3.5.16"],
  ["1.32.2+k3s1", "3.5.18"],
  ["1.32.3+k3s1", "3.5.19"],
  ["1.32.4+k3s1", "3.5.21"],
  ["1.32.11+k3s1", "3.5.25"],
  ["1.32.11+k3s3", "3.5.26"],
  ["1.33.0+k3s1", "3.5.21"],
  ["1.33.7+k3s1", "3.5.25"],
  ["1.33.7+k3s3", "3.5.26"],
  ["1.33.11+k3s1", "3.6.7"],
  ["1.33.13+k3s1", "3.6.12"],
  ["1.33.13+k3s2", "3.6.14"],
  ["1.34.1+k3s1", "3.6.4"],
  ["1.34.2+k3s1", "3.6.5"],
  ["1.34.3+k3s1", "3.6.6"],
  ["1.34.3+k3s3", "3.6.7"],
  ["1.34.9+k3s1", "3.6.12"],
  ["1.34.10+k3s1", "3.6.14"],
  ["1.35.0+k3s1", "3.6.6"],
  ["1.35.0+k3s3", "3.6.7"],
  ["1.35.6+k3s1", "3.6.12"],
  ["1.35.7+k3s1", "3.6.14"],
  ["1.36.0+k3s1", "3.6.7"],
  ["1.36.2+k3s1", "3.6.12"],
  ["1.36.3+k3s1", "3.6.14"],
  ["1.37.0+k3s1", "3.7.1"],
];

/** The last release of each minor that those pages have. What comes after it may have a newer etcd, as 1.33.11 had. */
const THROUGH: readonly string[] = [
  "1.32.13+k3s1",
  "1.33.13+k3s2",
  "1.34.12+k3s1",
  "1.35.9+k3s1",
  "1.36.5+k3s1",
  "1.37.1+k3s1",
];

/** A release of k3s: of one version of Kubernetes there are several, `+k3s1` and on. */
interface Release extends Version {
  readonly build: number;
}

const TABLE = SINCE.map(([k3s, etcd]) => {
  const [release, version] = [releaseOf(k3s), parseVersion(etcd)];
  if (release === undefined || version === undefined) throw new Error(`no versions: ${k3s}, ${etcd}`);
  return { k3s, release, version };
});
const LAST: readonly Release[] = THROUGH.flatMap((k3s) => releaseOf(k3s) ?? []);

/** Which etcd a k3s has, such as `1.33.13+k3s1`; `undefined` for what is older than the table, or no release. */
export function etcdInK3s(k3s: string): EtcdInside | undefined {
  const release = releaseOf(k3s);
  const row = release && TABLE.findLast((one) => compare(one.release, release) <= 0);
  if (release === undefined || row === undefined) return undefined;
  const last = LAST.find(({ major, minor }) => major === release.major && minor === release.minor);
  // No release of its minor, or none yet, is of one that is before the table's first.
  const sure = last !== undefined && row.release.minor === release.minor && compare(release, last) <= 0;
  return { version: row.version, sure };
}

/** Less than 0 where the first is the older release, `undefined` where one of them is none. */
export function compareK3s(one: string, other: string): number | undefined {
  const [a, b] = [releaseOf(one), releaseOf(other)];
  return a === undefined || b === undefined ? undefined : compare(a, b);
}

/**
 * The releases that have an etcd of such a version, as words: `1.33.7+k3s3 or later, before 1.33.11+k3s1`. Of the minor
 * version `minor` of k3s and of later ones.
 */
export function k3sWith(has: (etcd: Version) => boolean, minor: number): readonly string[] {
  return TABLE.flatMap(({ k3s, release, version }, index) => {
    const [before, next] = [TABLE[index - 1], TABLE[index + 1]];
    const follows = before?.release.minor === release.minor && has(before.version);
    if (!has(version) || follows || release.minor < minor) return [];
    const until = next?.release.minor === release.minor && !has(next.version) ? `, before ${next.k3s}` : "";
    return [`${k3s} or later${until}`];
  });
}

/** Patterns of shell's `case` for all that is sure, by the minor version of etcd: `3.6` and `1.33.1[12]+k3s[1-9]|…`. */
export function etcdMinorPatterns(): readonly (readonly [minor: string, patterns: string])[] {
  const found = new Map<string, Set<string>>();
  const add = (of: string | undefined, pattern: string) => {
    if (of !== undefined) found.set(of, new Set([...(found.get(of) ?? []), pattern]));
  };
  for (const { major, minor, patch: last } of LAST) {
    const patches = Array.from({ length: last + 1 }, (_, patch) => {
      const builds = Array.from({ length: 9 }, (_, index) => `${major}.${minor}.${patch}+k3s${index + 1}`);
      const minors = builds.map((build) => ({ build, of: sureMinor(build) }));
      return { patch, minors, whole: new Set(minors.map(({ of }) => of)).size === 1 };
    });
    for (const { patch, minors, whole } of patches) {
      if (!whole) for (const { build, of } of minors) add(of, build);
      const [{ of } = { of: undefined }] = minors;
      const tens = Math.floor(patch / 10);
      const alike = patches.filter((one) => one.whole && one.minors[0]?.of === of);
      const digits = alike.filter((one) => Math.floor(one.patch / 10) === tens).map((one) => one.patch % 10);
      if (whole) add(of, `${major}.${minor}.${tens || ""}[${digits.join("")}]+k3s[1-9]`);
    }
  }
  return [...found].map(([of, patterns]) => [of, [...patterns].join("|")]);
}

function sureMinor(k3s: string): string | undefined {
  const inside = etcdInK3s(k3s);
  return inside?.sure ? `${inside.version.major}.${inside.version.minor}` : undefined;
}

function releaseOf(text: string): Release | undefined {
  const version = parseVersion(text);
  const build = /^v?\d+\.\d+\.\d+\+k3s(\d+)$/.exec(text)?.[1];
  return version === undefined || build === undefined ? undefined : { ...version, build: Number(build) };
}

function compare(a: Release, b: Release): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || a.build - b.build;
}
