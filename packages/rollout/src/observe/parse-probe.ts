import type { HostName } from "@quorate/cluster";
import type { CommandOutput } from "@quorate/command";
import { parseStorePath } from "../store-path.ts";
import type { InstalledObservation, Observation } from "./observation.ts";
import { PROBE_MARKER } from "./probe-script.ts";
import { sshFailure } from "./ssh-failure.ts";

const secretLine = /^secret=([0-9a-f]{64}) [ *]\.\/([A-Za-z0-9._-]+)$/;

/** Reads a probe's answer. Lines that it does not know, or that are malformed, are ignored. */
export function parseProbe(node: HostName, output: CommandOutput): Observation {
  const lines = output.stdout.split("\n").map((line) => line.trimEnd());
  const start = lines.indexOf(PROBE_MARKER);
  if (output.code !== 0 || start < 0) return sshFailure(node, output);
  const answers = new Map<string, string>();
  const secrets: [string, string][] = [];
  for (const line of lines.slice(start + 1)) {
    const secret = secretLine.exec(line);
    if (secret?.[1] !== undefined && secret[2] !== undefined) secrets.push([secret[2], secret[1]]);
    const equals = line.indexOf("=");
    if (equals > 0 && secret === null) answers.set(line.slice(0, equals), line.slice(equals + 1));
  }
  const observation: InstalledObservation = {
    kind: "installed",
    node,
    currentSystem: parseStorePath(answers.get("current") ?? ""),
    profile: parseStorePath(answers.get("profile") ?? ""),
    fingerprint: answers.get("fingerprint") || undefined,
    secrets: Object.fromEntries(secrets),
    etcdRunning: answers.get("etcd") === "active",
    activation: activationOf(answers.get("activation") ?? ""),
  };
  const ours =
    answers.get("nixos") === "yes" ||
    observation.currentSystem !== undefined ||
    observation.fingerprint !== undefined;
  return ours ? observation : { kind: "bare", node, reason: "not-nixos" };
}

/** `systemctl is-active` also says `unknown` and `inactive`: the unit is gone, as after every success. */
function activationOf(state: string): InstalledObservation["activation"] {
  if (state === "failed") return "failed";
  return ["active", "activating", "deactivating", "reloading"].includes(state) ? "running" : "idle";
}
