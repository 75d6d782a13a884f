export { type Building, type BuiltSystem, buildSystems } from "./build/build-systems.ts";
export { readSecrets, type SecretsReading } from "./certificates/read-secrets.ts";
export type { LineListener, Runner } from "./command/runner.ts";
export { createSystemRunner, type SystemRunnerOptions } from "./command/system-runner.ts";
export { refuseKeysInFlake, refuseUnseenFiles } from "./flake/inspect-flake-folder.ts";
export {
  compareGenerated,
  type FileToBe,
  type GeneratedDifference,
  writeGenerated,
} from "./generated/generated-folder.ts";
export { digestInputs } from "./generated/inputs-digest.ts";
export type { MachinesProblem } from "./machines-file/problem.ts";
export {
  type MachinesResult,
  type ReadMachinesOptions,
  readMachines,
} from "./machines-file/read-machines.ts";
export type { Compiler } from "./machines-file/type-check.ts";
export { observeNodes } from "./observe/observe-nodes.ts";
export { createPerformer, type PerformerOptions } from "./perform/perform-step.ts";
export { closeConnections } from "./workspace/close-connections.ts";
export { type Workspace, withWorkspace, workspaceFolder } from "./workspace/workspace.ts";
