import type { Cluster, HostName } from "@quorate/cluster";
import { createSystemRunner, type Runner } from "@quorate/command";
import { withWorkspace } from "@quorate/files";
import { closeConnections } from "@quorate/hosts";
import {
  askLockCommand,
  breakLockCommand,
  isHeld,
  type LockAnswer,
  readLockAnswer,
  type SeenLock,
  whose,
} from "@quorate/rollout";
import { preparePaths } from "../hosts/prepare-paths.ts";
import { certificatesFolder } from "../machines/certificates-folder.ts";
import { loadCluster } from "../machines/load-cluster.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";

/** What `unlock` was asked. */
export interface UnlockOptions {
  /** Path of machines.ts, relative to the working folder. */
  readonly machines: string;
  /** The folder that genCerts made, relative to the working folder. Default: `certs` beside machines.ts. */
  readonly certificates?: string;
  /** Consent to taking the lock from a run that was heard of a moment ago. */
  readonly yes: boolean;
}

/** `unlock`: says who deploys to the cluster, and takes the lock from a run that is dead. */
export async function unlock(options: UnlockOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (!loaded.ok) return report(loaded.problems, context);
  const { cluster, file } = loaded.value;
  const run = createSystemRunner({
    onLine: ({ node }, line) => context.err(`${node ?? "here"}: ${line}`),
    verbose: context.verbose,
  });
  const certificates = certificatesFolder(options.certificates, file, context.cwd);
  return await unlockCluster(cluster, certificates, options.yes, run, context);
}

/** The same for a cluster that is loaded already, with any runner. */
export async function unlockCluster(
  cluster: Cluster,
  certificates: string,
  yes: boolean,
  run: Runner,
  context: AppContext,
): Promise<ExitCode> {
  return await withWorkspace(async ({ path }) => {
    const settings = { certificates, flake: "", flakeArguments: [], nixArguments: [] };
    const paths = await preparePaths(cluster, settings, path);
    const hosts = cluster.etcd.members.map(({ name }) => name);
    try {
      const asked = await Promise.all(
        hosts.map(async (host) => [host, readLockAnswer(await run(askLockCommand(paths, host)))] as const),
      );
      const held = asked.flatMap(([host, answer]) =>
        "lock" in answer && answer.lock.state === "held" ? [{ host, lock: answer.lock }] : [],
      );
      const alive = held.filter(({ lock }) => isHeld(lock));
      if (alive.length > 0 && !yes) return report(alive.map(refusal), context);
      const broken = await Promise.all(
        held.map(async ({ host, lock }) => {
          const answer = readLockAnswer(await run(breakLockCommand(paths, host, lock.run)));
          return [host, answer] as const;
        }),
      );
      return tell(asked, new Map(broken), context);
    } finally {
      await closeConnections(run, paths, hosts);
    }
  });
}

function refusal({ host, lock }: { readonly host: HostName; readonly lock: SeenLock }) {
  return problem(
    "unlock-needs-yes",
    host,
    `the lock is held by ${whose(lock)}, last heard of ${lock.age} s ago`,
    "Where that run is dead, the lock ends by itself within two minutes; --yes takes it away now, also from one that lives, which then stops after its step",
  );
}

function tell(
  asked: readonly (readonly [HostName, LockAnswer])[],
  broken: ReadonlyMap<HostName, LockAnswer>,
  context: AppContext,
): ExitCode {
  const problems = asked.flatMap(([host, answer]) => {
    const unasked = answer.kind === "unasked" || broken.get(host)?.kind === "unasked";
    const hint =
      "`quorate status` says of each machine how it is; a lock whose run is dead ends by itself within two minutes";
    return unasked ? [problem("lock-not-asked", host, `${host} could not be asked for the lock`, hint)] : [];
  });
  if (context.json) {
    const hosts = Object.fromEntries(asked.map(([host]) => [host, broken.get(host)?.kind === "ours"]));
    if (problems.length === 0) tellJson({ ok: true, broken: hosts }, context);
    return report(problems, context);
  }
  for (const [host, answer] of asked) {
    if (!("lock" in answer)) continue;
    if (broken.get(host)?.kind === "ours") context.out(`${host}: taken from ${whose(answer.lock)}`);
    else if (!broken.has(host)) context.out(`${host}: nobody has the lock`);
    else context.out(`${host}: somebody else has it by now`);
  }
  return report(problems, context);
}
