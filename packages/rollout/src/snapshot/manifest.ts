import type { Cluster } from "@quorate/cluster";
import type { DeployPaths } from "../deploy-paths.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { fieldOf, listAt, numberAt, readJson, textAt } from "../observe/json.ts";
import type { Observation } from "../observe/observation.ts";

/** The database of a snapshot, in its folder. */
export const SNAPSHOT_FILE = "snapshot.db";

/** What is known of it, beside it. */
export const MANIFEST_FILE = "manifest.json";

/** What a snapshot is of: what a restore has to compare, and what it needs beside the database. */
export interface SnapshotOrigin {
  /** The cluster's name in machines.ts. */
  readonly cluster: string;
  /** Hexadecimal; empty where no member told it. */
  readonly clusterId: string;
  readonly members: readonly { readonly name: string; readonly peerUrl: string }[];
  /** Files of the certificates' folder without which not all of it can be read, or used. */
  readonly needs: readonly string[];
  /** Files beside the database, of the host that it was taken from: of no less a secret. */
  readonly beside: readonly string[];
  /** What each member's host was built from. */
  readonly fingerprints: { readonly [node: string]: string };
}

/** A snapshot, as its manifest tells of it. */
export interface Manifest extends SnapshotOrigin {
  readonly takenAt: string;
  readonly takenOn: string;
  readonly run: string;
  readonly by: string;
  /** The commit that was checked out; empty where there was none. */
  readonly commit: string;
  readonly etcdVersion: string;
  /** Of the distribution, where a restore has to compare it; else empty. */
  readonly serverVersion: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly revision: number;
  /** `undefined` where its host had no etcdutl that tells. */
  readonly keys: number | undefined;
}

/** Where the snapshot of a run is, on this machine: a folder of its own, which is there whole or not at all. */
export function snapshotPath(
  { snapshots, run }: Pick<DeployPaths, "snapshots" | "run">,
  cluster: string,
): string {
  return `${snapshots}/${cluster}-${run}`;
}

/** What is known of a cluster before a snapshot of it is taken. */
export function originOf(cluster: Cluster, observed: readonly Observation[]): SnapshotOrigin {
  const members = new Set<string>(cluster.etcd.members.map(({ name }) => name));
  const told = observed.flatMap((one) => (one.kind === "installed" && members.has(one.node) ? [one] : []));
  const { needs, beside } = OPERATIONS[cluster.distribution.kind].etcd.snapshot;
  const lists = told.flatMap(({ etcd }) => (etcd.membership === "unknown" ? [] : [etcd.membership]));
  return {
    cluster: cluster.name,
    clusterId: lists[0]?.clusterId ?? "",
    members: cluster.etcd.members.map(({ name, peerUrl }) => ({ name, peerUrl })),
    needs: needs(cluster),
    beside,
    fingerprints: Object.fromEntries(
      told.flatMap(({ node, fingerprint }) => (fingerprint === undefined ? [] : [[node, fingerprint]])),
    ),
  };
}

/** Reads a manifest; `undefined` for a text that is none of ours. */
export function readManifest(text: string): Manifest | undefined {
  const json = readJson(text);
  const known = (name: string) => textAt(json, "known", name);
  const taken = (name: string) => textAt(json, "taken", name);
  const number = (...path: readonly string[]) => numberAt(json, "taken", ...path);
  const bytes = number("bytes");
  const revision = number("status", "revision");
  const keys = number("status", "totalKey");
  if (fieldOf(json, "schema") !== 1 || known("cluster") === "" || !/^[0-9a-f]{64}$/.test(taken("sha256"))) {
    return undefined;
  }
  if (bytes === undefined || revision === undefined) return undefined;
  const fingerprints = fieldOf(json, "known", "fingerprints");
  return {
    cluster: known("cluster"),
    clusterId: known("clusterId"),
    members: listAt(json, "known", "members").map((member) => ({
      name: textAt(member, "name"),
      peerUrl: textAt(member, "peerUrl"),
    })),
    needs: listAt(json, "known", "needs").map(String),
    // What was taken before there was any of it does not say so.
    beside: listAt(json, "known", "beside").map(String),
    fingerprints: (fingerprints ?? {}) as Manifest["fingerprints"],
    takenAt: taken("takenAt"),
    takenOn: known("takenOn"),
    run: known("run"),
    by: known("by"),
    commit: textAt(json, "commit"),
    etcdVersion: taken("etcdVersion"),
    serverVersion: taken("server"),
    bytes,
    sha256: taken("sha256"),
    revision,
    keys,
  };
}
