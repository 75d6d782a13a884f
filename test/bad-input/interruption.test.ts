import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { machinesOfSize } from "../bench/machines.ts";
import { clusterFolder, QUORATE } from "../support/quorate.ts";

// Control-C, at the moment when something has been written: a look-alike of a shell tells how it ended.

/** Runs quorate, sends it a signal as soon as `where` holds a file, and tells how a shell sees it end. */
function interrupted(folder: string, where: string, signal: string, ...args: readonly string[]) {
  const script = `
    "$@" & pid=$!
    until [ -n "$(find "$0" -type f 2>/dev/null | head -n 1)" ] || ! kill -0 $pid 2>/dev/null; do :; done
    kill -s ${signal} $pid
    wait $pid`;
  const child = spawn("bash", ["-c", script, where, process.execPath, QUORATE, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
  });
  let err = "";
  let out = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  return new Promise<{ code: number | null; err: string; out: string }>((keep) => {
    child.on("close", (code) => keep({ code, err, out }));
  });
}

it.each([
  [
    "INT",
    130,
    ["genCerts", "certs"],
    "certs",
    /^error: interrupted: certs may be incomplete; .*\[interrupted\]$/m,
  ],
  ["TERM", 143, ["genCerts", "certs"], "certs", /^error: interrupted: certs may be incomplete/m],
] as const)(
  "SIG%s ends with %i, and one sentence says what is true: %j",
  async (signal, code, args, where, says) => {
    let run: Awaited<ReturnType<typeof interrupted>>;
    let size = 240;
    do {
      const folder = clusterFolder();
      writeFileSync(join(folder, "machines.ts"), machinesOfSize(size));
      run = await interrupted(folder, join(folder, where), signal, ...args);
      // Where it was done before the signal came, one has to take longer.
      size *= 2;
    } while (run.code === 0);
    expect(run).toMatchObject({ code, out: "" });
    expect(run.err).toMatch(says);
    expect(run.err).toMatch(/^ {2}hint: Run the same command again/m);
  },
);
