export * from "./artefacts/index.ts";
export { baseTreeFolder, ensureBaseTree } from "./base-tree/base-tree.ts";
export { type FaultOptions, inflictFault } from "./faults/inflict.ts";
export { labOf, machineOf } from "./lab-of.ts";
export { hierarchies, leaderOf, processesOf } from "./machine/cgroup.ts";
export { enterCommand, inNamespaceCommand } from "./machine/enter-command.ts";
export { hostCommand, journalCommand } from "./machine/host-command.ts";
export { faultsOf, type MachineState, machineState } from "./machine/machine-state.ts";
export { askReadiness, type Readiness, waitReady } from "./machine/readiness.ts";
export { FAULT_MEANING, FAULTS, type FaultKind } from "./plan/fault.ts";
export { hostPaths } from "./plan/host-paths.ts";
export { labFolder, labId } from "./plan/lab-name.ts";
export * from "./plan/lab-plan.ts";
export { planLab } from "./plan/plan-lab.ts";
export { refuseOperator } from "./plan/requirements.ts";
export { type LabPurpose, type MakingNeeds, NOTHING_TO_MAKE } from "./plan/resources.ts";
export {
  ARTEFACTS_IN_HOST,
  checkedLabSettings,
  type LabSettings,
  labSettings,
  noArtefacts,
} from "./plan/settings.ts";
export * from "./problem.ts";
export { type DownReport, labDown, tracesOf } from "./remove.ts";
export { type LabOrigin, originOf } from "./state/lab-source.ts";
export { type LabState, readState } from "./state/state-file.ts";
export { labStatus, type MachineStatus } from "./status.ts";
export { labConflicts, labRefusals, labUp, type UpOptions, type UpReport } from "./up.ts";
export type { LabWorld } from "./world.ts";
