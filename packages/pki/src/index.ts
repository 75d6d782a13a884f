export { type AtomicFile, writeFileAtomic, writeFilesAtomic } from "./store/write-file-atomic.ts";
