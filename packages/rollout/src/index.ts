export {
  type DeployPaths,
  type DeploySettings,
  deployPaths,
  foldersToMake,
  type RunName,
  secretsFolder,
} from "./deploy-paths.ts";
export {
  afterBuilding,
  afterLooking,
  type Build,
  beginDeployment,
  type Look,
  leftOutProblem,
  type Terms,
  unbuiltSystems,
} from "./deployment.ts";
export * from "./desired.ts";
export { etcdJournalOf } from "./distribution/journal.ts";
export { SERVER_TOKEN } from "./distribution/k3s.ts";
export { etcdInK3s } from "./distribution/k3s-etcd.ts";
export { CORDON_MARK } from "./drain/cordon-mark.ts";
export * from "./dry-run.ts";
export { bytes, MEMBER_HEADER, memberRow, membersFoot, membersHead } from "./etcd/member-lines.ts";
export { membersOf } from "./etcd/members.ts";
export { type Forecast, forecast } from "./forecast/forecast.ts";
export { forecastJson } from "./forecast/json.ts";
export { forecastLines } from "./forecast/lines.ts";
export { quorumState, quorumWords } from "./forecast/voters.ts";
export type { GateHost } from "./gate/gate-host.ts";
export { type JournalEntry, journalLine } from "./journal/entry.ts";
export { readJournal, type UnfinishedRun, unfinishedRun } from "./journal/replay.ts";
export {
  type Holder,
  isHeld,
  LOCK_BEAT,
  type SeenLock,
} from "./lock/holder.ts";
export {
  type LockPlaces,
  lockLost,
  lockPlaces,
  lockWarnings,
  placesToRemember,
  refusedBy,
  whose,
} from "./lock/lease.ts";
export {
  commitCommand,
  deployedLast,
  judgeLineage,
  lineageCommand,
  readCommit,
  readLineage,
} from "./lock/lineage.ts";
export {
  askLockCommand,
  breakLockCommand,
  keepLockCommand,
  type LockAnswer,
  readLockAnswer,
  releaseLockCommand,
  rememberDeploymentCommand,
  takeLockCommand,
} from "./lock/lock-command.ts";
export { advance, start } from "./machine/advance.ts";
export type * from "./machine/effect.ts";
export type * from "./machine/event.ts";
export { heartbeatCommand } from "./machine/heartbeat.ts";
export {
  isOver,
  type LaneState,
  type MachineState,
  type NodeOutcome,
  type NodeState,
  type Place,
  type RunOrigin,
  type RunSettings,
  stepOfLane,
} from "./machine/state.ts";
export { PAUSES, type Pauses } from "./machine/wait.ts";
export { type EvaluatedNode, evaluateCommand, realiseCommand } from "./nix/nix-command.ts";
export { aliveCommand, withAlive } from "./observe/alive.ts";
export type { EtcdMembership, EtcdSeen, ListedMember } from "./observe/etcd-seen.ts";
export type { ClockOffset, RoundTrip } from "./observe/host/clock.ts";
export { builtPartsCommand, readBuiltParts, type SystemParts } from "./observe/host/systems.ts";
export { type BuiltUnits, builtUnitsCommand, readBuiltUnits } from "./observe/host/unit-files.ts";
export type { HostFacts } from "./observe/host-facts.ts";
export * from "./observe/known.ts";
export * from "./observe/observation.ts";
export { onOrdinaryPort, portOfSecondLook } from "./observe/ordinary-port.ts";
export { clockCommand, lookCommand, needsCloserLook, parseProbe, withCloserLook } from "./observe/probe.ts";
export { removedMembers, stillRuns, stillRunsCommand } from "./observe/removed.ts";
export { shownKeyCommand, withShownKey } from "./observe/shown-key.ts";
export {
  type CordonStanding,
  type EtcdStanding,
  type MachineStanding,
  type Standing,
  standingOf,
} from "./observe/standing.ts";
export { whomToObserve, whomWeAreConnectedTo } from "./observe/whom.ts";
export { type Conduct, ORDINARY } from "./plan/conduct.ts";
export { planUncordon } from "./plan/left-cordons.ts";
export * from "./plan/plan.ts";
export { planReboot } from "./plan/plan-reboot.ts";
export { planRollback } from "./plan/plan-rollback.ts";
export { tellServedEnds } from "./plan/served-ends.ts";
export { workersAtOnce } from "./plan/side-by-side.ts";
export { planSnapshot } from "./plan/snapshot.ts";
export { type Lane, type Stage, withLanes } from "./plan/stage.ts";
export { membersNotInFile } from "./plan/unlisted.ts";
export { nextChange, refuseOutsideWindow, windowClosed } from "./plan/window.ts";
export * from "./problem-kind.ts";
export { afterRestoreLines, restoreLines } from "./restore/lines.ts";
export { planRestore, type RestoreOrder, restoredNodes } from "./restore/plan-restore.ts";
export { restartedNodes } from "./restore/restore-stages.ts";
export {
  MANIFEST_FILE,
  type Manifest,
  readManifest,
  SNAPSHOT_FILE,
  snapshotPath,
} from "./snapshot/manifest.ts";
export { snapshotsToPrune } from "./snapshot/prune.ts";
export { endConnectionCommand, SSH_LOST } from "./ssh/ssh-command.ts";
export { refuseSshPath, sshConfig } from "./ssh/ssh-config.ts";
export { healthLine, healthQuestions, healthStatus } from "./status/health.ts";
export { statusLines } from "./status/lines.ts";
export { statusOf } from "./status/status.ts";
export { VIP_IS_LEFT } from "./step/foresee.ts";
export { VIP_STAYS } from "./step/leave-vip.ts";
export { serversTokenFile } from "./step/restore/servers-token.ts";
export { asksSideBySide, commandsOfStep, describeStep, type Step, type StepOutputs } from "./step/step.ts";
export { parseStorePath, type StorePath } from "./store-path.ts";
export { chooseTargets, eraseNotTarget, type LeftOut, leftOutOf, type TargetRequest } from "./target.ts";
export { utcMinute } from "./utc-minute.ts";
export { watchdogSeconds } from "./watchdog/seconds.ts";
export { WHEN_IT_STOPS, type WhenItStops } from "./when-it-stops.ts";
