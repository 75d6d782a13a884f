import { availableParallelism } from "node:os";
import { availableMemoryMiB } from "../admission/machine-facts.ts";

/**
 * MiB that building takes for each processor that it has: two took 2,560 of them, while one linked kube-apiserver. With
 * all that it can have it would link all of Kubernetes' programs at the same time.
 */
const MEMORY_A_PROCESSOR = 1_280;

/**
 * What all that is made here is started by. It must not be in the way of what else the machine does, nor take more
 * memory than there is; and it is for this machine's hosts, whatever whoever works here compiles for.
 */
export function besideOthers(
  processors = availableParallelism(),
  memoryMiB = availableMemoryMiB(),
): readonly [string, ...string[]] {
  const enough = Math.max(1, Math.floor(memoryMiB / MEMORY_A_PROCESSOR));
  return [
    ...(["env", "-u", "GOOS", "-u", "GOARCH"] as const),
    // Go works on as many packages at once. It knows better how many processors it may use, where memory is no matter.
    ...(enough < processors ? [`GOMAXPROCS=${enough}`] : []),
    ...["nice", "-n", "19"],
  ];
}
