import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Runner } from "@quorate/command";
import { createOnInterruption } from "../../apps/command-line/on-interruption.ts";
import { type DeployerOrder, Scene } from "./scene.ts";

// A deployer that is a process of its own, to be killed: `jiti deployer.ts ORDER`, a file of JSON. It gives itself the
// signal at the command that it is told, and otherwise prints what came of it.

const { scene, options, rollback, state, endAt }: DeployerOrder = JSON.parse(
  readFileSync(process.argv[2] ?? "", "utf8"),
);

const signalled =
  (run: Runner): Runner =>
  async (command) => {
    const when = command.description === endAt?.description ? endAt.when : undefined;
    const end = () => process.kill(process.pid, endAt?.signal);
    if (when === "before") end();
    const running = run(command);
    // No later than with its end: another command would be met else, on a machine that is fast.
    if (when === "during") await Promise.race([sleep(150), running]).then(end);
    const output = await running;
    if (when === "after") end();
    return output;
  };

const caller = { stateFolder: join(scene.folder, state), onInterruption: createOnInterruption() };
const result =
  rollback === undefined
    ? await Scene.at(scene).deploy(options, signalled, {}, caller)
    : await Scene.at(scene).rollback(rollback, signalled, caller);
process.stdout.write(JSON.stringify(result), () => process.exit());
