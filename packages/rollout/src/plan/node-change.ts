import { type Cluster, failed, type HostName, succeeded } from "@quorate/cluster";
import type { DesiredNode, DesiredSecret } from "../desired.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { seenOf } from "../observe/whom.ts";
import { problem, type RolloutProblem, type RolloutResult } from "../problem-kind.ts";
import type { StorePath } from "../store-path.ts";
import { type Conduct, ORDINARY } from "./conduct.ts";
import type { MemberDeed } from "./member-deed.ts";
import { readersOf } from "./readers.ts";
import { isOnlyBooted, rebootDue } from "./reboot-due.ts";
import { type Renewal, renewalOf } from "./renewal.ts";

/** What tells that a node has an apiserver, and that it encrypts Secrets. */
const APISERVER_FILE = "apiserver.crt";
export const ENCRYPTION_FILE = "encryption-config.json";

/** How a node differs from what it should be. */
export type NodeChange = UnchangedNode | InstallNode | UpdateNode;

/** The node is what it should be. */
export interface UnchangedNode {
  readonly kind: "unchanged";
  readonly desired: DesiredNode;
}

/** The machine is not ours yet: its disk is erased and NixOS installed. */
export interface InstallNode {
  readonly kind: "install";
  readonly desired: DesiredNode;
  readonly diskoScript: StorePath;
  /** What makes it a voter of etcd; `undefined` where that is nothing, or nothing more. */
  readonly deed?: MemberDeed | undefined;
}

/** The machine is ours and differs: the system, the files, or both. */
export interface UpdateNode {
  readonly kind: "update";
  readonly desired: DesiredNode;
  /** Whether the closure has to be activated (again). */
  readonly system: boolean;
  /** Whether that is only since nothing on the node confirms that its last activation went well. */
  readonly unconfirmed: boolean;
  /** What it is rebooted for, in words that follow `for`; `undefined` where it is not. */
  readonly reboot?: string;
  /** Whether its apiserver begins to encrypt: what it writes then, the one of before could not read. */
  readonly encrypts: boolean;
  /** Files to send: new, or with another content. */
  readonly put: readonly DesiredSecret[];
  /** Names of files that no longer belong, sorted. */
  readonly remove: readonly string[];
  /** As for an installation. */
  readonly deed?: MemberDeed | undefined;
  /** What has to read its files again, sorted: since they are sent now, or were in a run that did not come to its end. */
  readonly restart: readonly string[];
  /** What a restart renews; `undefined` where nothing is due, or nothing more. */
  readonly renewal?: Renewal;
}

/** Whether there is anything else to be done than to restart what runs: else there is nothing to go back to. */
export function changesWhatRuns({ system, put, restart, reboot, deed }: UpdateNode): boolean {
  return system || put.length + restart.length > 0 || reboot !== undefined || deed !== undefined;
}

/** Compares what a node should be with what it was seen to be, or says why that can't be acted on. */
export function changeOf(
  cluster: Cluster,
  desired: DesiredNode,
  observed: readonly Observation[],
  deed?: MemberDeed,
  conduct: Pick<Conduct, "reboot"> = ORDINARY,
): RolloutResult<NodeChange> {
  const { name } = desired.node;
  const seen = seenOf(name, observed);
  if (!seen.ok) return seen;
  if (seen.value.kind === "bare") return installationOf(desired, deed);
  if (seen.value.activation === "running") return failed(activationRunning(name));
  if (conduct.reboot === "never" && isOnlyBooted(desired, seen.value)) return failed(onlyBootable(name));
  return succeeded(updateOf(cluster, desired, seen.value, observed, deed, conduct));
}

function onlyBootable(name: HostName): RolloutProblem {
  return problem(
    "reboot-needed",
    name,
    `${name} can't be switched to its new system while it runs: NixOS names what of it needs a reboot (system.switch.inhibitors). Nothing was touched`,
    "Run the same command again with --reboot needed, which reboots it once the others can do without it",
  );
}

/** Says that an activation goes on: what it does is not to be interfered with. */
export function activationRunning(name: HostName): RolloutProblem {
  return problem(
    "activation-running",
    name,
    `an activation is still going on on ${name}`,
    "Wait for it (on the machine: systemctl status quorate-switch), then run the same command again",
  );
}

function installationOf(desired: DesiredNode, deed: MemberDeed | undefined): RolloutResult<InstallNode> {
  const { node, diskoScript } = desired;
  if (diskoScript !== undefined) return succeeded({ kind: "install", desired, diskoScript, deed });
  return failed(
    problem(
      "disk-script-missing",
      node.name,
      `${node.name} is to be installed, but no disk script was built for it`,
      "Run the same command again: the machine has changed since it was first looked at",
    ),
  );
}

function updateOf(
  cluster: Cluster,
  desired: DesiredNode,
  observed: InstalledObservation,
  all: readonly Observation[],
  deed: MemberDeed | undefined,
  conduct: Pick<Conduct, "reboot">,
): UnchangedNode | UpdateNode {
  const wanted = new Set(desired.secrets.map((secret) => secret.file));
  const put = desired.secrets.filter((secret) => digestOf(observed, secret.file) !== secret.digest);
  const remove = Object.keys(observed.secrets)
    .filter((file) => !wanted.has(file))
    .sort();
  // A switch that failed or was killed half-way has already moved /run/current-system: it counts as not done.
  const differs =
    observed.currentSystem !== desired.closure ||
    observed.profile !== desired.closure ||
    observed.activation !== "idle";
  // After a reboot nothing else tells an activation that failed from one that went well.
  const unconfirmed = !differs && !isConfirmed(desired, observed);
  const system = differs || unconfirmed;
  const files = put.map(({ file }) => file);
  const restart = [...new Set([...observed.unread, ...readersOf(cluster, desired.node, files)])].sort();
  // Who is to become a member is rebooted only where it can't be switched to what it is to run.
  const mayBeRebooted = deed === undefined || (differs && isOnlyBooted(desired, observed));
  const reboot = mayBeRebooted ? rebootDue(desired, observed, conduct, differs) : undefined;
  // What is not known is told, and is no reason. A server that is started by a deed issues anew what it needs.
  const due = deed === undefined ? renewalOf(desired, all) : undefined;
  const renewal = due?.known ? due.value : undefined;
  const isTouched = system || put.length + remove.length + restart.length > 0;
  if (!isTouched && deed === undefined && reboot === undefined && renewal === undefined) {
    return { kind: "unchanged", desired };
  }
  const held = (file: string): boolean => digestOf(observed, file) !== undefined;
  const encrypts = held(APISERVER_FILE) && !held(ENCRYPTION_FILE) && wanted.has(ENCRYPTION_FILE);
  return {
    kind: "update",
    desired,
    system,
    unconfirmed,
    encrypts,
    put,
    remove,
    restart,
    deed,
    ...(reboot === undefined ? {} : { reboot }),
    ...(renewal === undefined ? {} : { renewal }),
  };
}

function isConfirmed({ closure, fingerprint }: DesiredNode, { confirmed }: InstalledObservation): boolean {
  return confirmed?.closure === closure && confirmed.fingerprint === fingerprint;
}

function digestOf(observed: InstalledObservation, file: string): string | undefined {
  return Object.hasOwn(observed.secrets, file) ? observed.secrets[file] : undefined;
}
