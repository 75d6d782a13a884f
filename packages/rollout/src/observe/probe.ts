import {
  type Cluster,
  type DistributionKind,
  type HostName,
  type Node,
  SECRETS_DIRECTORY,
} from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { CONFIRMED_FILE, SWITCH_UNIT, UNREAD_FILE } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { parseStorePath } from "../store-path.ts";
import { HEARD, WATCHDOG_DIRECTORY } from "../watchdog/on-host.ts";
import { type Answers, answersOf } from "./answers.ts";
import { parseDigests } from "./digests.ts";
import { etcdQuestions, parseEtcd } from "./etcd-seen.ts";
import { CLOCK_BEGIN, CLOCK_END, closerLook, type RoundTrip, readClock, surelyOff } from "./host/clock.ts";
import { watchdogQuestions } from "./host/watchdog.ts";
import { factQuestions, readFacts } from "./host-facts.ts";
import type { Confirmation, InstalledObservation, Observation } from "./observation.ts";
import { sshFailure } from "./ssh-failure.ts";
import { type Asked, sideBySide } from "./subject.ts";

// The question and the reading of its answer, in one place: they share every word.

/** Seconds that looking at a host may take: its secrets are a few kilobytes. */
export const PROBE_TIMEOUT = 60;

/** The first line of a probe's answer: tells it from a login banner or a shell's complaint. */
const MARKER = "quorate-probe=1";

/** How a node is looked at. */
export interface ProbeOptions {
  readonly port?: number;
  readonly connection?: "new";
  /** Whether the host's watchdog is to know of it. */
  readonly heard?: boolean;
}

/** Looks at what was deployed to a node, and at nothing else, without changing anything. */
export function probeCommand(
  paths: Pick<DeployPaths, "sshConfig">,
  node: HostName,
  distribution: DistributionKind,
  { heard = false, ...how }: ProbeOptions = {},
): Command {
  const script = [
    ...(heard ? [HEARD] : []),
    `echo ${MARKER}`,
    ...deployedQuestions(distribution),
    ...(heard ? watchdogQuestions : []),
    "true",
  ];
  return command(paths, node, script, how);
}

/** Looks at a node as a deployment does before it plans anything: at all that there is to know of it. */
export function lookCommand(
  paths: Pick<DeployPaths, "sshConfig">,
  node: Node,
  cluster: Cluster,
  { fingerprint, ...how }: ProbeOptions & Pick<Asked, "fingerprint"> = {},
): Command {
  const asked: Asked = { cluster, node, fingerprint };
  const { kind } = cluster.distribution;
  const member = cluster.etcd.members.find(({ name }) => name === node.name);
  const parts = [
    deployedQuestions(kind),
    member === undefined ? [] : etcdQuestions(member, kind),
    ...factQuestions(asked),
  ];
  return command(paths, node.name, [`echo ${MARKER}`, CLOCK_BEGIN, sideBySide(parts), CLOCK_END], how);
}

function command(
  paths: Pick<DeployPaths, "sshConfig">,
  node: HostName,
  script: readonly string[],
  how: ProbeOptions,
): Command {
  return sshCommand(paths, node, "look at the machine", script.join("\n"), {
    ...how,
    output: "silent",
    timeoutSeconds: PROBE_TIMEOUT,
  });
}

/** Lines of POSIX shell. Key files are read, but only their digests leave the host. */
function deployedQuestions(distribution: DistributionKind): readonly string[] {
  const { etcdUnit } = OPERATIONS[distribution];
  return [
    "if [ -e /etc/NIXOS ]; then echo nixos=yes; fi",
    'echo "current=$(readlink -f /run/current-system)"',
    'echo "profile=$(readlink -f /nix/var/nix/profiles/system)"',
    'echo "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"',
    `echo "etcd=$(systemctl is-active ${etcdUnit} 2>/dev/null)"`,
    `echo "activation=$(systemctl is-active ${SWITCH_UNIT} 2>/dev/null)"`,
    // Its watchdog activates what ran before.
    `if [ -e ${WATCHDOG_DIRECTORY}/going ]; then echo activation=active; fi`,
    `sed 's/^/confirmed-/' ${CONFIRMED_FILE} 2>/dev/null`,
    `sed 's/^/unread=/' ${UNREAD_FILE} 2>/dev/null`,
    // Found by find, not by a glob: a folder without files must give no line, and dot files count as well.
    `if cd ${SECRETS_DIRECTORY} 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed 's/^/secret=/'; fi`,
  ];
}

/**
 * Reads a probe's answer. Lines that it does not know, or that are malformed, are ignored. `trip` is when it was asked
 * and answered, by the operator's clock.
 */
export function parseProbe(
  node: HostName,
  output: CommandOutput,
  paths: Pick<DeployPaths, "certificates">,
  trip?: RoundTrip,
): Observation {
  const lines = output.stdout.split("\n").map((line) => line.trimEnd());
  const start = lines.indexOf(MARKER);
  if (output.code !== 0 || start < 0) return sshFailure(node, output, paths);
  const answers = answersOf(lines.slice(start + 1));
  const observation = readInstalled(node, answers, trip);
  const ours =
    answers.last("nixos") === "yes" ||
    observation.currentSystem !== undefined ||
    observation.fingerprint !== undefined;
  return ours ? observation : { kind: "bare", node, reason: "not-nixos" };
}

/** Seconds from which on a clock is looked at again: over the connection that is open now that takes no time. */
const SUSPICIOUS = 0.2;

/** Whether a machine's clock is off, by less than the way to it took. */
export function needsCloserLook(seen: Observation): boolean {
  return seen.kind === "installed" && seen.clock.known && surelyOff(seen.clock.value) > SUSPICIOUS;
}

/** Asks for the time alone. */
export function clockCommand(paths: Pick<DeployPaths, "sshConfig">, node: HostName): Command {
  return sshCommand(paths, node, "look at its clock", `${CLOCK_BEGIN}; ${CLOCK_END}`, {
    output: "silent",
    timeoutSeconds: 10,
  });
}

/** The same machine, with what a second look at its clock tells more closely. */
export function withCloserLook(seen: Observation, { stdout }: CommandOutput, trip: RoundTrip): Observation {
  if (seen.kind !== "installed" || !seen.clock.known) return seen;
  const again = readClock(answersOf(stdout.split("\n")), trip);
  return again.known
    ? { ...seen, clock: { known: true, value: closerLook(seen.clock.value, again.value) } }
    : seen;
}

function readInstalled(node: HostName, answers: Answers, trip: RoundTrip | undefined): InstalledObservation {
  const { all, last } = answers;
  return {
    kind: "installed",
    node,
    currentSystem: parseStorePath(last("current")),
    profile: parseStorePath(last("profile")),
    fingerprint: last("fingerprint") || undefined,
    secrets: parseDigests(all("secret")),
    unread: [...new Set(all("unread"))].sort(),
    etcdRunning: last("etcd") === "active",
    etcd: parseEtcd(all),
    activation: activationOf(last("activation")),
    confirmed: confirmationOf(answers),
    clock: readClock(answers, trip),
    facts: readFacts(answers),
  };
}

function confirmationOf({ last }: Answers): Confirmation | undefined {
  const closure = parseStorePath(last("confirmed-closure"));
  const fingerprint = last("confirmed-fingerprint");
  return closure === undefined || fingerprint === "" ? undefined : { closure, fingerprint };
}

/** `systemctl is-active` also says `unknown` and `inactive`: the unit is gone, as after every success. */
function activationOf(state: string): InstalledObservation["activation"] {
  if (state === "failed") return "failed";
  return ["active", "activating", "deactivating", "reloading"].includes(state) ? "running" : "idle";
}
