export { now } from "./clock.ts";
export { type Drive, type DriveWorld, drive } from "./drive.ts";
export { type HeldLock, holdLock } from "./lock/hold-lock.ts";
export { type HostKeys, observeNodes } from "./observe/observe-nodes.ts";
export { runStep } from "./run-step.ts";
export { closeConnections } from "./ssh/close-connections.ts";
