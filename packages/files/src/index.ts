export { type Disk, nodeDisk } from "./disk.ts";
export { type Holder, type Lock, type LockRequest, lockFolder } from "./lock.ts";
export { makeBeside, removeUnfinished } from "./make-beside.ts";
export { makeFolders } from "./make-folders.ts";
export { type Workspace, withWorkspace } from "./private-folder/workspace.ts";
export { hasEnded, readIdentity, thisProcess } from "./process-identity.ts";
export { SYSTEM_ERRORS } from "./system-error.ts";
export { type AtomicFile, wholeFile, writeFileAtomic, writeFilesAtomic } from "./write-file-atomic.ts";
