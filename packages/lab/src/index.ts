export { labConflicts, labRefusals } from "./admission/admit.ts";
export { type LabOrigin, originOf } from "./admission/origin.ts";
export { refuseOperator } from "./admission/requirements.ts";
export { type LabPurpose, type MakingNeeds, NOTHING_TO_MAKE } from "./admission/resources.ts";
export * from "./artefacts/index.ts";
export type { Making } from "./artefacts/supply.ts";
export { labDeployment } from "./closure/deployment.ts";
export { labNixConfig } from "./closure/doubles.ts";
export { nixpkgsDouble, type ProgramVersions } from "./closure/nixpkgs-copy.ts";
export type { Fault, FaultKind, FaultOptions, FaultTarget } from "./fault/fault.ts";
export { FAULT_KINDS, FAULTS, HEAL_MEANING } from "./fault/faults.ts";
export { faultsOf } from "./fault/faults-of.ts";
export { healMachine, inflictFault } from "./fault/inflict.ts";
export { type DownReport, labDown, tracesOf } from "./lab/down.ts";
export { type Drift, driftOf, OPERATOR } from "./lab/drift.ts";
export { labOf, machineNotMade, machineOf, machinesMeant } from "./lab/lab-of.ts";
export type { CertificatesFolder } from "./lab/operator-key.ts";
export { type Prepared, prepareLab } from "./lab/prepare.ts";
export { type LabState, readState } from "./lab/state-file.ts";
export { labStatus, type MachineStatus } from "./lab/status.ts";
export { labUp, type UpOptions, type UpReport } from "./lab/up.ts";
export { hierarchies, leaderOf, processesOf } from "./machine/cgroup.ts";
export { enterCommand, inNamespaceCommand } from "./machine/enter-command.ts";
export { hostCommand, journalCommand } from "./machine/host-command.ts";
export { type MachineState, machineState } from "./machine/machine-state.ts";
export { askReadiness, type Readiness, waitReady } from "./machine/readiness.ts";
export { hostPaths } from "./model/host-paths.ts";
export { labFolder, labId } from "./model/lab-name.ts";
export * from "./model/lab-plan.ts";
export { planLab } from "./model/plan-lab.ts";
export {
  ARTEFACTS_IN_HOST,
  checkedLabSettings,
  type LabSettings,
  labSettings,
} from "./model/settings.ts";
export { SYSTEM_KINDS, type SystemKind, systemOf } from "./model/system-kind.ts";
export { LAB_PROBLEMS, type LabProblemCode } from "./problem-kind.ts";
export * from "./quorum/index.ts";
export { baseTreeFolder, ensureBaseTree } from "./system/debian/base-tree.ts";
export type { LabWorld } from "./world.ts";
