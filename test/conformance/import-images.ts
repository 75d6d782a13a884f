import { join } from "node:path";
import { runLogged } from "./processes.ts";

/** What asks containerd on a node of Kubernetes; k3s has its own. */
const CTR: readonly string[] = ["ctr", "--namespace", "k8s.io"];

/**
 * Imports archives of images on nodes, where pods find them. `quorate` is how that is started, `machines` the flag that
 * names the lab's machines.ts, `ctr` what asks containerd there.
 */
export async function importImages(
  quorate: readonly [string, ...string[]],
  machines: string,
  nodes: readonly string[],
  archives: readonly string[],
  logs: string,
  signal: AbortSignal,
  ctr: readonly string[] = CTR,
): Promise<void> {
  const onNode = async (node: string) => {
    for (const [index, archive] of archives.entries()) {
      const argv = [...ctr, "images", "import", "-"];
      const log = join(logs, `images-${node}-${index}.log`);
      const code = await runLogged(
        [...quorate, "lab", "exec", machines, node, "--", ...argv],
        { input: archive, log },
        signal,
      );
      if (code !== 0 && !signal.aborted) throw new Error(`${node} did not take ${archive}: see ${log}`);
    }
  };
  await Promise.all(nodes.map(onNode));
}
