import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Keeps what the machines of a lab have written, where QUORATE_TEST_LOGS names a folder for it: a file a machine
 * with its journal, and one with what came before the journal. `lab` is the lab's folder.
 */
export function keepJournals(lab: string): void {
  const kept = process.env["QUORATE_TEST_LOGS"];
  const machines = join(lab, "machines");
  if (!kept || !existsSync(machines)) return;
  // Labs of one cluster differ by the folder that they are in.
  const target = join(kept, lab.split("/").slice(-2).join("-"));
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(machines)) {
    const argv = [`--directory=${join(machines, name, "journal")}`, "--no-pager", "--output=short-precise"];
    const { stdout, stderr } = spawnSync("journalctl", argv, { encoding: "utf8", maxBuffer: 2 ** 28 });
    writeFileSync(join(target, `${name}.journal`), `${stdout}${stderr}`);
    const bootLog = join(machines, name, "boot.log");
    if (existsSync(bootLog)) cpSync(bootLog, join(target, `${name}.boot.log`));
  }
}
