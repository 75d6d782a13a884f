import type { Cluster } from "@quorate/cluster";
import { bytes } from "../etcd/member-lines.ts";
import type { Manifest } from "../snapshot/manifest.ts";
import { utcMinute } from "../utc-minute.ts";
import { type RestoreOrder, restoredNodes } from "./plan-restore.ts";

/** What a restore will do, for whoever is asked whether it is meant. */
export function restoreLines(
  cluster: Cluster,
  manifest: Manifest,
  { file, without }: Pick<RestoreOrder, "file" | "without">,
  now: Date,
): readonly string[] {
  const nodes = restoredNodes(cluster, without);
  const members = nodes.filter(({ roles }) => roles.etcd).map(({ name }) => name);
  const masters = nodes.filter(({ roles }) => roles.controlPlane).map(({ name }) => name);
  const taken = Date.parse(manifest.takenAt);
  return [
    `The snapshot ${file}:`,
    `  of the cluster ${manifest.cluster} (${manifest.clusterId}), taken from ${manifest.takenOn} at ${utcMinute(taken)}, ${ageWords(now.getTime() - taken)} ago`,
    `  ${bytes(manifest.bytes)}, ${manifest.keys ?? "?"} keys, revision ${manifest.revision}, etcd ${manifest.etcdVersion}${manifest.commit === "" ? "" : `, commit ${manifest.commit.slice(0, 12)}`}`,
    "What will be done, with all at the same time:",
    `  1. a member's data is made of it on ${members.join(", ")}, beside what is there`,
    `  2. the apiservers, controllers and schedulers stop on ${masters.join(", ")}, then etcd on ${members.join(", ")}`,
    "  3. what etcd has now is moved aside on each (member-before-restore-…), never deleted",
    `  4. all of it starts again: a new cluster of ${members.length}, with what the snapshot has`,
    `  Everything that was written since it was taken is not in it.${without.length === 0 ? "" : ` Left out: ${without.join(", ")}.`}`,
  ];
}

function ageWords(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** What is left to do once it is done. */
export function afterRestoreLines(without: readonly string[], bumped: boolean): readonly string[] {
  return [
    "What nodes run is older or newer than what the API has: pods that it does not know end, those that it misses are made anew. Look at them: kubectl get pods --all-namespaces",
    bumped
      ? "Revisions go on a thousand million later: what watches the API lists anew by itself"
      : "This etcd can't move revisions on (etcdutl 3.6 can): what watches the API may show what is not there any more until it is restarted; restart kubelets, and pods that are controllers",
    ...without.map(
      (name) =>
        `${name} was left out: before it is switched on again, \`quorate deploy ${name} --erase ${name}\` has to take it in as a new member`,
    ),
    "Once all is well, remove member-before-restore-… in etcd's folder (/var/lib/etcd) of each member: it holds what was there before",
  ];
}
