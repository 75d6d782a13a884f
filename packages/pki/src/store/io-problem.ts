import { type PkiProblem, type PkiProblemCode, problem } from "../problem-kind.ts";

/** What a system error means to the operator; `undefined` where an error is none, and so a fault of ours. */
export function ioProblem(error: unknown, certificates: string): PkiProblem | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const say = (says: PkiProblemCode, message: string, hint: string): PkiProblem =>
    problem(says, path ?? certificates, message, hint);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return say("disk-full", "the disk is full", "Make room and run it again; the folder is as it was");
    case "EACCES":
    case "EPERM":
      return say(
        "permission-denied",
        "permission denied",
        `Run it as the owner of ${certificates}, and see that the owner may read and write in it`,
      );
    case "EROFS":
      return say(
        "read-only-file-system",
        "the file system is read-only",
        "Name a folder on another one, or mount it writable",
      );
    case "ENOTDIR":
    case "EEXIST":
      return say("not-a-folder", "something that is not a folder is in the way", "Name another folder");
    case "ENAMETOOLONG":
      return say("folder-impossible", "the name is too long for a file system", "Name another folder");
    case "ELOOP":
      return say("folder-impossible", "a link on the way leads back to itself", "Name another folder");
    default:
      // What makes folders makes those above as well: here none can be made at all, as in /proc.
      if (code === "ENOENT" && syscall === "mkdir") {
        return say("folder-impossible", "no folder can be made here", "Name another folder");
      }
      return say("input-output-error", `the system says ${code}`, "Look for the cause in the kernel's log");
  }
}
