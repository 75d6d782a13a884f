import { failed, type HostName, succeeded } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import {
  type DeployPaths,
  type Holder,
  keepLockCommand,
  LOCK_BEAT,
  type LockPlaces,
  lockLost,
  lockWarnings,
  type RolloutProblem,
  type RolloutResult,
  readLockAnswer,
  refusedBy,
  releaseLockCommand,
  type SeenLock,
  takeLockCommand,
} from "@quorate/rollout";

/** A lock to be taken. */
export interface LockRequest {
  readonly paths: DeployPaths;
  readonly places: LockPlaces;
  readonly holder: Holder;
  /** The lock as it was when a host was looked at. */
  readonly seen: (host: HostName) => SeenLock | undefined;
  /** Whether a holder is certainly dead: told only of one on this machine. */
  readonly isDead: (holder: Holder) => boolean;
  /** Hears once that it was taken away. */
  readonly onLost: (problem: RolloutProblem) => void;
}

/** A lock that is held. */
export interface HeldLock {
  /** Whether there is something to be said about it. */
  readonly warnings: readonly RolloutProblem[];
  readonly release: () => Promise<void>;
}

/** Takes a cluster's lock, host by host, and keeps it until it is released; or says who has it, and then has none. */
export async function holdLock(run: Runner, request: LockRequest): Promise<RolloutResult<HeldLock>> {
  const { paths, places, holder, seen, isDead, onLost } = request;
  const taken: HostName[] = [];
  const release = async (): Promise<void> => {
    await Promise.all(taken.map((host) => run(releaseLockCommand(paths, host, holder))));
  };
  for (const host of places.hosts) {
    const before = seen(host);
    const dead = before?.holder !== undefined && isDead(before.holder) ? before.run : undefined;
    const answer = readLockAnswer(
      await run(takeLockCommand(paths, host, holder, { seen: before?.run, over: dead })),
    );
    const refused = refusedBy(host, answer);
    if (refused !== undefined) {
      await release();
      return failed(refused);
    }
    if (answer.kind === "ours") taken.push(host);
  }
  let lost = false;
  const beat = async (host: HostName): Promise<void> => {
    const answer = readLockAnswer(await run(keepLockCommand(paths, host, holder)));
    if (answer.kind !== "theirs" || lost) return;
    lost = true;
    onLost(lockLost(host, answer.lock));
  };
  const timer = setInterval(() => {
    for (const host of taken) void beat(host);
  }, LOCK_BEAT * 1000);
  // It keeps nobody from ending.
  timer.unref();
  return succeeded({
    warnings: lockWarnings(places, taken.length),
    release: async () => {
      clearInterval(timer);
      await release();
    },
  });
}
