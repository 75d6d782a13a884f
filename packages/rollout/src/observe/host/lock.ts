import { readLock, type SeenLock } from "../../lock/holder.ts";
import { LOCK_FILE } from "../../on-host.ts";
import { numberSaid } from "../answers.ts";
import type { Subject } from "../subject.ts";

/** Lines of POSIX shell that print the lock as {@link lock} reads it. */
export const LOCK_QUESTION: readonly string[] = [
  `if [ -s ${LOCK_FILE} ]; then`,
  `sed -n -e '1s/^/lock=/p' -e '2s/^/lock-holder=/p' ${LOCK_FILE}`,
  `echo "lock-age=$(( $(date +%s) - $(stat -c %Y ${LOCK_FILE}) ))"`,
  "fi",
];

/** Who deploys to the cluster, or did last. */
export const lock: Subject<SeenLock> = {
  atOnce: true,
  questions: () => LOCK_QUESTION,
  // An age that is none, since the clock was set back, is that of one who is heard of.
  read: ({ last }) => readLock(last("lock"), last("lock-holder"), numberSaid(last("lock-age")) ?? 0),
};
