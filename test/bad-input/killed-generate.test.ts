import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { machinesOfSize } from "../bench/machines.ts";
import { clusterFolder, QUORATE, quorate } from "../support/quorate.ts";

/** The files below a folder with their texts, without what a killed run leaves beside them. */
function texts(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith(".tmp"),
  );
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, "utf8")];
    }),
  );
}

it("a generate that is killed leaves every file whole, old or new, and the next one finishes", async () => {
  const folder = clusterFolder();
  const generated = join(folder, "nix/generated");
  writeFileSync(join(folder, "machines.ts"), machinesOfSize(60));
  expect(quorate(folder, "generate").code).toBe(0);
  const before = texts(generated);
  cpSync(generated, join(folder, "before"), { recursive: true });

  // A change that reaches every file.
  writeFileSync(join(folder, "machines.ts"), machinesOfSize(60).replace("1.1.1.1", "9.9.9.9"));
  const began = performance.now();
  expect(quorate(folder, "generate").code).toBe(0);
  const whole = performance.now() - began;
  const after = texts(generated);
  expect([...after].filter(([path, text]) => before.get(path) !== text).length).toBeGreaterThan(60);

  for (let round = 0; round < 12; round++) {
    // Earlier, where this run is that much shorter than the first one was.
    for (let wait = whole * (0.4 + (0.6 * round) / 12); ; wait /= 2) {
      rmSync(generated, { recursive: true });
      mkdirSync(generated);
      cpSync(join(folder, "before"), generated, { recursive: true });
      const child = spawn(process.execPath, [QUORATE, "generate"], { cwd: folder, stdio: "ignore" });
      const ended = once(child, "close");
      await sleep(wait);
      child.kill("SIGKILL");
      if ((await ended)[1] === "SIGKILL") break;
    }
    for (const [path, text] of texts(generated)) expect([before.get(path), after.get(path)]).toContain(text);
    expect(quorate(folder, "generate").code).toBe(0);
    expect(texts(generated)).toEqual(after);
    expect(
      readdirSync(generated, { recursive: true }).filter((name) => String(name).endsWith(".tmp")),
    ).toEqual([]);
  }
});
