import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";

/**
 * Runs `script`, a module that imports by `load` what lies beside the file at `base`, in a process whose parent
 * never takes note of its end; kills it once it has printed a line, and returns that line. From then on, until the
 * test is over, the process is a zombie: it has ended, and has its number still.
 */
export async function zombie(base: string, script: string): Promise<string> {
  const module = `
    import { createJiti } from ${JSON.stringify(import.meta.resolve("jiti"))};
    const load = (path) => createJiti(${JSON.stringify(base)}).import(path);
    const print = (line) => console.log(process.pid + " " + line);
    setTimeout(() => {}, 600_000);
    ${script}
  `;
  const node = [process.execPath, "--input-type=module", "--eval", module];
  // The shell becomes a program that waits for no child.
  const parent = spawn("sh", ["-c", '"$@" & exec sleep 600', "sh", ...node], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const said = await new Promise<string>((resolve, reject) => {
    parent.stdout.once("data", (data) => resolve(String(data).trim()));
    parent.stdout.once("end", () => reject(new Error("the script printed nothing")));
  });
  const [pid = "", line = ""] = said.split(/ (.*)/s);
  process.kill(Number(pid), "SIGKILL");
  while (!isZombie(pid)) await wait(10);
  return line;
}

function isZombie(pid: string): boolean {
  return /^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}
