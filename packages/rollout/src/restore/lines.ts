import type { ByDistribution, Cluster } from "@quorate/cluster";
import { K3S_SERVER } from "../distribution/k3s-paths.ts";
import { bytes } from "../etcd/member-lines.ts";
import type { Manifest } from "../snapshot/manifest.ts";
import { utcMinute } from "../utc-minute.ts";
import { type RestoreOrder, restoredNodes } from "./plan-restore.ts";
import { restartedNodes } from "./restore-stages.ts";
import { resetOrder } from "./servers-stages.ts";

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
  const restarted = restartedNodes(cluster, without).map(({ name }) => name);
  const taken = Date.parse(manifest.takenAt);
  return [
    `The snapshot ${file}:`,
    `  of the cluster ${manifest.cluster} (${manifest.clusterId}), taken from ${manifest.takenOn} at ${utcMinute(taken)}, ${ageWords(now.getTime() - taken)} ago`,
    `  ${bytes(manifest.bytes)}, ${manifest.keys ?? "?"} keys, revision ${manifest.revision}, etcd ${manifest.etcdVersion}${manifest.commit === "" ? "" : `, commit ${manifest.commit.slice(0, 12)}`}`,
    ...WORDS[cluster.distribution.kind].deeds(manifest, members, masters),
    ...(restarted.length === 0
      ? []
      : [`  Then k3s is restarted on ${restarted.join(", ")}, as far as they answer`]),
    `  Everything that was written since it was taken is not in it.${without.length === 0 ? "" : ` Left out: ${without.join(", ")}.`}`,
  ];
}

function ageWords(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** What is left to do once it is done. `unasked`: who was to be restarted afterwards, and could not be reached. */
export function afterRestoreLines(
  { distribution }: Pick<Cluster, "distribution">,
  without: readonly string[],
  bumped: boolean,
  unasked: readonly string[] = [],
): readonly string[] {
  const { still, comesBack, aside, restart } = WORDS[distribution.kind];
  return [
    "What nodes run is older or newer than what the API has: pods that it does not know end, those that it misses are made anew. Look at them: kubectl get pods --all-namespaces",
    bumped
      ? "Revisions go on a thousand million later: what watches the API lists anew by itself"
      : `${still}: what watches the API may show what is not there any more until it is restarted; restart ${restart}`,
    ...unasked.map((name) => `${name} could not be asked: restart k3s there, too (systemctl restart k3s)`),
    ...without.map((name) => `${name} was left out: ${comesBack(name)}`),
    `Once all is well, remove ${aside}: it holds what was there before`,
  ];
}

/** What of a restore is told in other words where another distribution does it. */
interface RestoreWords {
  /** What will be done. */
  readonly deeds: (
    manifest: Manifest,
    members: readonly string[],
    masters: readonly string[],
  ) => readonly string[];
  /** Why revisions were not moved on. */
  readonly still: string;
  /** What is left to restart, where revisions were not moved on. */
  readonly restart: string;
  /** How a node that was left out comes back. */
  readonly comesBack: (name: string) => string;
  /** What was set aside, and where. */
  readonly aside: string;
}

const WORDS: ByDistribution<RestoreWords> = {
  kubernetes: {
    deeds: (_, members, masters) => [
      "What will be done, with all at the same time:",
      `  1. a member's data is made of it on ${members.join(", ")}, beside what is there`,
      `  2. the apiservers, controllers and schedulers stop on ${masters.join(", ")}, then etcd on ${members.join(", ")}`,
      "  3. what etcd has now is moved aside on each (member-before-restore-…), never deleted",
      `  4. all of it starts again: a new cluster of ${members.length}, with what the snapshot has`,
    ],
    still: "This etcd can't move revisions on (etcdutl 3.6 can)",
    restart: "kubelets, and pods that are controllers",
    comesBack: (name) =>
      `before it is switched on again, \`quorate deploy ${name} --erase ${name}\` has to take it in as a new member`,
    aside: "member-before-restore-… in etcd's folder (/var/lib/etcd) of each member",
  },
  k3s: {
    deeds: (manifest, members) => {
      const [first, ...others] = resetOrder(members, manifest);
      return [
        "What will be done:",
        `  1. the snapshot is brought to ${first}`,
        `  2. k3s stops on ${members.join(", ")}; what runs in pods runs on`,
        ...(others.length === 0
          ? []
          : [
              `  3. what k3s has now is moved aside on ${others.join(", ")} (db-before-restore-…), never deleted`,
            ]),
        `  ${others.length === 0 ? 3 : 4}. on ${first} too (etcd-before-restore-…), which begins a new cluster with what the snapshot has`,
        ...(others.length === 0 ? [] : [`  5. ${others.join(", ")} join it, one after the other`]),
      ];
    },
    still: "k3s can't move revisions on",
    restart: "pods that are controllers",
    comesBack: (name) =>
      `on it, systemctl stop k3s and mv ${K3S_SERVER}/db ${K3S_SERVER}/db.aside; then \`quorate deploy ${name}\`, and it joins anew. Where its disk is a new one: \`quorate deploy ${name} --erase ${name}\``,
    aside: `db-before-restore-… and db/etcd-before-restore-… in ${K3S_SERVER} of the servers`,
  },
};
