import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DeployerOrder, DeployRun, Scene } from "./scene.ts";

/** How a deployer ended: by a signal, or with what it printed. */
export type Ended = { readonly signal: NodeJS.Signals } | DeployRun;

/** Runs a deployer that is a process of its own, and may be ended by a signal. */
export async function runDeployer(scene: Scene, order: Omit<DeployerOrder, "scene">): Promise<Ended> {
  const file = join(scene.folder, "order.json");
  writeFileSync(file, JSON.stringify({ ...order, scene: scene.place } satisfies DeployerOrder));
  const child = spawn(
    join(import.meta.dirname, "../../node_modules/.bin/jiti"),
    [join(import.meta.dirname, "deployer.ts"), file],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let said = "";
  child.stdout.on("data", (data) => {
    said += String(data);
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("close", (_, by) => resolve(by)),
  );
  return signal === null ? JSON.parse(said) : { signal };
}
