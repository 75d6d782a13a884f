import {
  type Cluster,
  type DistributionKind,
  type EtcdMember,
  type HostName,
  SECRETS_DIRECTORY,
} from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { CONFIRMED_FILE, SWITCH_UNIT } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { parseStorePath } from "../store-path.ts";
import { parseDigests } from "./digests.ts";
import { etcdQuestions, parseEtcd } from "./etcd-seen.ts";
import type { Confirmation, InstalledObservation, Observation } from "./observation.ts";
import { sshFailure } from "./ssh-failure.ts";

// The question and the reading of its answer, in one place: they share every word.

/** Seconds that looking at a host may take: its secrets are a few kilobytes. */
export const PROBE_TIMEOUT = 60;

/** The first line of a probe's answer: tells it from a login banner or a shell's complaint. */
const MARKER = "quorate-probe=1";

/** How a node is looked at, and at what of it. */
export interface ProbeOptions {
  readonly port?: number;
  readonly connection?: "new";
  /** The member of etcd whose host this is, to be asked of that as well. */
  readonly member?: EtcdMember | undefined;
}

/** Looks at a node without changing anything, on another port or by a connection of its own where that is said. */
export function probeCommand(
  paths: Pick<DeployPaths, "sshConfig">,
  node: HostName,
  distribution: DistributionKind,
  { member, ...how }: ProbeOptions = {},
): Command {
  const script = probeScript(OPERATIONS[distribution].etcdUnit, member);
  return sshCommand(paths, node, "look at the machine", script, {
    ...how,
    output: "silent",
    timeoutSeconds: PROBE_TIMEOUT,
  });
}

/** Looks at a node as a deployment does before it plans anything: also at etcd, on the hosts of its members. */
export function lookCommand(
  paths: Pick<DeployPaths, "sshConfig">,
  node: HostName,
  { distribution, etcd }: Cluster,
  how: { readonly port?: number } = {},
): Command {
  const member = etcd.members.find(({ name }) => name === node);
  return probeCommand(paths, node, distribution.kind, { ...how, member });
}

/**
 * What a host is asked, in one ssh command of plain POSIX shell: prints `key=value` lines and changes
 * nothing. Key files are read, but only their digests leave the host.
 */
function probeScript(etcdUnit: string, member: EtcdMember | undefined): string {
  return [
    `echo ${MARKER}`,
    "if [ -e /etc/NIXOS ]; then echo nixos=yes; fi",
    'echo "current=$(readlink -f /run/current-system)"',
    'echo "profile=$(readlink -f /nix/var/nix/profiles/system)"',
    'echo "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"',
    `echo "etcd=$(systemctl is-active ${etcdUnit} 2>/dev/null)"`,
    `echo "activation=$(systemctl is-active ${SWITCH_UNIT} 2>/dev/null)"`,
    `sed 's/^/confirmed-/' ${CONFIRMED_FILE} 2>/dev/null`,
    ...(member === undefined ? [] : etcdQuestions(member, etcdUnit)),
    // Found by find, not by a glob: a folder without files must give no line, and dot files count as well.
    `if cd ${SECRETS_DIRECTORY} 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed 's/^/secret=/'; fi`,
    "true",
  ].join("\n");
}

/** Reads a probe's answer. Lines that it does not know, or that are malformed, are ignored. */
export function parseProbe(
  node: HostName,
  output: CommandOutput,
  paths: Pick<DeployPaths, "certificates">,
): Observation {
  const lines = output.stdout.split("\n").map((line) => line.trimEnd());
  const start = lines.indexOf(MARKER);
  if (output.code !== 0 || start < 0) return sshFailure(node, output, paths);
  const answers = lines.slice(start + 1);
  const all = (key: string): readonly string[] =>
    answers.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
  const answer = (key: string): string => all(key).at(-1) ?? "";
  const observation: InstalledObservation = {
    kind: "installed",
    node,
    currentSystem: parseStorePath(answer("current")),
    profile: parseStorePath(answer("profile")),
    fingerprint: answer("fingerprint") || undefined,
    secrets: parseDigests(all("secret")),
    etcdRunning: answer("etcd") === "active",
    etcd: parseEtcd(all),
    activation: activationOf(answer("activation")),
    confirmed: confirmationOf(answer("confirmed-closure"), answer("confirmed-fingerprint")),
  };
  const ours =
    answer("nixos") === "yes" ||
    observation.currentSystem !== undefined ||
    observation.fingerprint !== undefined;
  return ours ? observation : { kind: "bare", node, reason: "not-nixos" };
}

function confirmationOf(path: string, fingerprint: string): Confirmation | undefined {
  const closure = parseStorePath(path);
  return closure === undefined || fingerprint === "" ? undefined : { closure, fingerprint };
}

/** `systemctl is-active` also says `unknown` and `inactive`: the unit is gone, as after every success. */
function activationOf(state: string): InstalledObservation["activation"] {
  if (state === "failed") return "failed";
  return ["active", "activating", "deactivating", "reloading"].includes(state) ? "running" : "idle";
}
