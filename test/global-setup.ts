import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

/** Builds dist/ once a run: what is tested from outside is what people run. */
export default function setup(): void {
  execFileSync(process.execPath, [resolve(import.meta.dirname, "../scripts/build.mjs")], {
    stdio: "inherit",
  });
}
