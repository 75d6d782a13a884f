export { buildSystems } from "./build/build-systems.ts";
export { readHostKeys } from "./certificates/read-host-keys.ts";
export { readSecrets } from "./certificates/read-secrets.ts";
export { refuseKeysInFlake, refuseUnseenFiles } from "./flake/inspect-flake-folder.ts";
export {
  compareGenerated,
  type GeneratedDifference,
  writeGenerated,
} from "./generated/generated-folder.ts";
export { digestInputs } from "./generated/inputs-digest.ts";
export { otherSource } from "./generated/made-from.ts";
export { type Journal, openJournal } from "./journal/journal-file.ts";
export { findingProblem } from "./machines-file/complaint.ts";
export { type Difference, firstDifference } from "./machines-file/first-difference.ts";
export {
  type ReadMachinesOptions,
  readMachines,
} from "./machines-file/read-machines.ts";
export type { Compiler } from "./machines-file/type-check.ts";
export { WORKBENCH_PROBLEMS, type WorkbenchProblem, type WorkbenchProblemCode } from "./problem-kind.ts";
export { pruneSnapshots, readSnapshot, type StoredSnapshot } from "./snapshots/snapshots-folder.ts";
