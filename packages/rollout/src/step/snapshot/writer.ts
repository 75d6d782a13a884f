import type { ByDistribution } from "@quorate/cluster";
import { k3sWriter } from "./k3s-writer.ts";
import { kubernetesWriter } from "./kubernetes-writer.ts";

/** What a snapshot is written by. */
export interface Writing {
  /** The member's URL for clients. */
  readonly clientUrl: string;
  /** Where the API listens on the member's host, where it runs there. */
  readonly apiPort: number;
  /** The run that it is for. */
  readonly run: string;
}

/**
 * Lines of shell that write a snapshot on its member's own host, into the empty folder that they are in: `snapshot.db`,
 * looked through, and what the distribution has beside it. They call `fits BYTES` before, which ends where there is no
 * space, and set `version`, of etcd, `server`, that of the distribution where it is
 * told, and `status`: JSON with the revision, and the number of keys where it is known.
 */
export type SnapshotWriter = (writing: Writing) => readonly string[];

/** How each distribution's members write theirs. */
export const WRITERS: ByDistribution<SnapshotWriter> = { kubernetes: kubernetesWriter, k3s: k3sWriter };
