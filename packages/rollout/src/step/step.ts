import type { Command, CommandOutput } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import { type ArmWatchdogStep, armWatchdog } from "./arm-watchdog.ts";
import { type ChangeTokenStep, changeToken } from "./change-token.ts";
import { type CheckStep, check } from "./check.ts";
import { type ConfirmStep, confirm } from "./confirm.ts";
import { type CopyClosureStep, copyClosure } from "./copy-closure.ts";
import { type CordonStep, cordon } from "./cordon.ts";
import { type DeleteNodeStep, deleteNode } from "./delete-node.ts";
import { type DisarmWatchdogStep, disarmWatchdog } from "./disarm-watchdog.ts";
import { type DrainStep, drain } from "./drain.ts";
import { type EndConnectionStep, endConnection } from "./end-connection.ts";
import { type ForeseeStep, foresee } from "./foresee.ts";
import { type GateAfterStep, type GateBeforeStep, gateAfter, gateBefore } from "./gate.ts";
import { type GateDrainStep, gateDrain } from "./gate-drain.ts";
import { type GoBackStep, goBack } from "./go-back.ts";
import { type HealthStep, health } from "./health.ts";
import { type HoldWatchdogStep, holdWatchdog } from "./hold-watchdog.ts";
import { type InstallStep, install } from "./install.ts";
import type { Judgement } from "./judgement.ts";
import type { Learned } from "./learned.ts";
import {
  type LeaveVipStep,
  leaveVip,
  type ReturnVipStep,
  returnVip,
  type VipLeftStep,
  vipLeft,
} from "./leave-vip.ts";
import { type AddMemberStep, addMember } from "./member/add-member.ts";
import { type PromoteMemberStep, promoteMember } from "./member/promote-member.ts";
import { type RemoveMemberStep, removeMember } from "./member/remove-member.ts";
import { type SetDataAsideStep, setDataAside } from "./member/set-data-aside.ts";
import { type StartMemberStep, startMember } from "./member/start-member.ts";
import { type StartServerStep, startServer } from "./member/start-server.ts";
import { type MoveLeaderStep, moveLeader } from "./move-leader.ts";
import { type PutSecretsStep, putSecrets } from "./put-secrets.ts";
import { type RebootStep, reboot } from "./reboot.ts";
import { type RemoveSecretsStep, removeSecrets } from "./remove-secrets.ts";
import { type RestartReadersStep, restartReaders } from "./restart-readers.ts";
import { type RestartUnitStep, restartUnit } from "./restart-unit.ts";
import { type ResetServerStep, resetServer } from "./restore/reset-server.ts";
import { type SetServerAsideStep, setServerAside } from "./restore/set-server-aside.ts";
import { type StageResetStep, stageReset } from "./restore/stage-reset.ts";
import { type StageRestoreStep, stageRestore } from "./restore/stage-restore.ts";
import { type SwapDataStep, swapData } from "./restore/swap-data.ts";
import { type StartUnitsStep, type StopUnitsStep, startUnits, stopUnits } from "./restore/units.ts";
import { type SetBootStep, setBoot } from "./set-boot.ts";
import { type SetProfileStep, setProfile } from "./set-profile.ts";
import { type SnapshotStep, takeSnapshot } from "./snapshot/take-snapshot.ts";
import { type StageInstallationStep, stageInstallation } from "./stage-installation.ts";
import { type StageKeptStep, stageKept } from "./stage-kept.ts";
import { type StageSecretsStep, stageSecrets } from "./stage-secrets.ts";
import type { Asked, StepKind } from "./step-kind.ts";
import { type SwitchStep, switchSystem } from "./switch.ts";
import { type UncordonStep, uncordon } from "./uncordon.ts";
import { type VerifyStep, verify } from "./verify.ts";
import { type VipSeenStep, vipSeen } from "./vip-seen.ts";
import { type WaitForBootStep, waitForBoot } from "./wait-for-boot.ts";
import { type WaitForSshStep, waitForSsh } from "./wait-for-ssh.ts";

/** The kinds of steps. Another one is a file beside this one, a line here and a line in STEPS. */
export interface StepByKind {
  readonly "copy-closure": CopyClosureStep;
  readonly "stage-secrets": StageSecretsStep;
  readonly "stage-kept": StageKeptStep;
  readonly "stage-installation": StageInstallationStep;
  readonly snapshot: SnapshotStep;
  readonly "arm-watchdog": ArmWatchdogStep;
  readonly "put-secrets": PutSecretsStep;
  readonly "restart-readers": RestartReadersStep;
  readonly "restart-unit": RestartUnitStep;
  readonly "set-profile": SetProfileStep;
  readonly switch: SwitchStep;
  readonly install: InstallStep;
  readonly "end-connection": EndConnectionStep;
  readonly "wait-for-ssh": WaitForSshStep;
  readonly verify: VerifyStep;
  readonly "gate-before": GateBeforeStep;
  readonly "gate-after": GateAfterStep;
  readonly check: CheckStep;
  readonly health: HealthStep;
  readonly foresee: ForeseeStep;
  readonly "vip-seen": VipSeenStep;
  readonly "leave-vip": LeaveVipStep;
  readonly "vip-left": VipLeftStep;
  readonly "return-vip": ReturnVipStep;
  readonly "move-leader": MoveLeaderStep;
  readonly "member-remove": RemoveMemberStep;
  readonly "member-data-aside": SetDataAsideStep;
  readonly "member-add": AddMemberStep;
  readonly "member-start": StartMemberStep;
  readonly "member-promote": PromoteMemberStep;
  readonly "server-start": StartServerStep;
  readonly "token-change": ChangeTokenStep;
  readonly "node-delete": DeleteNodeStep;
  readonly "hold-watchdog": HoldWatchdogStep;
  readonly "disarm-watchdog": DisarmWatchdogStep;
  readonly "go-back": GoBackStep;
  readonly confirm: ConfirmStep;
  readonly "remove-secrets": RemoveSecretsStep;
  readonly "gate-drain": GateDrainStep;
  readonly cordon: CordonStep;
  readonly drain: DrainStep;
  readonly "set-boot": SetBootStep;
  readonly reboot: RebootStep;
  readonly "wait-for-boot": WaitForBootStep;
  readonly uncordon: UncordonStep;
  readonly "restore-stage": StageRestoreStep;
  readonly "restore-stop": StopUnitsStep;
  readonly "restore-swap": SwapDataStep;
  readonly "restore-start": StartUnitsStep;
  readonly "reset-stage": StageResetStep;
  readonly "server-data-aside": SetServerAsideStep;
  readonly "server-reset": ResetServerStep;
}

/** Something done to one node: a union on `kind`, plain data. */
export type Step<Kind extends keyof StepByKind = keyof StepByKind> = {
  readonly [K in Kind]: { readonly kind: K } & StepByKind[K];
}[Kind];

/** What there is to know of each kind of step. */
export const STEPS: { readonly [K in keyof StepByKind]: StepKind<Step<K>> } = {
  "copy-closure": copyClosure,
  "stage-secrets": stageSecrets,
  "stage-kept": stageKept,
  "stage-installation": stageInstallation,
  snapshot: takeSnapshot,
  "arm-watchdog": armWatchdog,
  "put-secrets": putSecrets,
  "restart-readers": restartReaders,
  "restart-unit": restartUnit,
  "set-profile": setProfile,
  switch: switchSystem,
  install,
  "end-connection": endConnection,
  "wait-for-ssh": waitForSsh,
  verify,
  "gate-before": gateBefore,
  "gate-after": gateAfter,
  check,
  health,
  foresee,
  "vip-seen": vipSeen,
  "leave-vip": leaveVip,
  "vip-left": vipLeft,
  "return-vip": returnVip,
  "move-leader": moveLeader,
  "member-remove": removeMember,
  "member-data-aside": setDataAside,
  "member-add": addMember,
  "member-start": startMember,
  "member-promote": promoteMember,
  "server-start": startServer,
  "token-change": changeToken,
  "node-delete": deleteNode,
  "hold-watchdog": holdWatchdog,
  "disarm-watchdog": disarmWatchdog,
  "go-back": goBack,
  confirm,
  "remove-secrets": removeSecrets,
  "gate-drain": gateDrain,
  cordon,
  drain,
  "set-boot": setBoot,
  reboot,
  "wait-for-boot": waitForBoot,
  uncordon,
  "restore-stage": stageRestore,
  "restore-stop": stopUnits,
  "restore-swap": swapData,
  "restore-start": startUnits,
  "reset-stage": stageReset,
  "server-data-aside": setServerAside,
  "server-reset": resetServer,
};

/** What a step does, for a progress line: `copying the closure`. */
export function describeStep<K extends keyof StepByKind>(step: Step<K>): string {
  return STEPS[step.kind].describe(step);
}

/** The commands that a step consists of, run in order until one fails. */
export function commandsOfStep<K extends keyof StepByKind>(
  step: Step<K>,
  paths: DeployPaths,
): readonly [Command, ...Command[]] {
  return STEPS[step.kind].commands(step, paths);
}

/** Whether a step's commands are questions, all asked side by side: else they are run in order until one fails. */
export function asksSideBySide({ kind }: Step): boolean {
  return STEPS[kind].phase === "gate";
}

/** Whether a step has anything to do, by what was learned of its node until then. */
export function isNeeded<K extends keyof StepByKind>(step: Step<K>, learned: Learned): boolean {
  return STEPS[step.kind].isNeeded?.(step, learned) ?? true;
}

/** The outputs of a step's commands that were run, in their order. */
export type StepOutputs = readonly [CommandOutput, ...CommandOutput[]];

/** What it means that a step's commands ended with `outputs`. */
export function judge<K extends keyof StepByKind>(
  step: Step<K>,
  outputs: StepOutputs,
  asked: Omit<Asked, "outputs">,
): Judgement {
  return STEPS[step.kind].judge(step, outputs.at(-1) ?? outputs[0], { ...asked, outputs });
}
