import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { thisProcess } from "../process-identity.ts";
import { zombie } from "../testing/zombie.ts";
import { claim, removeLeftovers } from "./leftovers.ts";

let parent = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "quorate-leftovers-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const ended = { ...thisProcess(), pid: spawnSync(process.execPath, ["--eval", ""]).pid };

/** A private folder with a key, as a run that is dead has left it. */
function leave(name: string, owner: object | null = ended): string {
  const folder = join(parent, name);
  mkdirSync(join(folder, "installations/node1"), { recursive: true });
  chmodSync(folder, 0o700);
  writeFileSync(join(folder, "installations/node1/etcd.key"), "secret");
  if (owner !== null) writeFileSync(join(folder, "owner.json"), JSON.stringify(owner));
  return folder;
}

describe("leftovers", () => {
  test("of a dead run are removed, with all that is in them and nothing that links in them lead to", () => {
    const folder = leave("run-aB3dE6");
    const elsewhere = leave("elsewhere");
    symlinkSync(elsewhere, join(folder, "link"));
    removeLeftovers(parent, "run-");
    expect(existsSync(folder)).toBe(false);
    expect(readFileSync(join(elsewhere, "installations/node1/etcd.key"), "utf8")).toBe("secret");
  });

  test.each<readonly [string, () => string]>([
    [
      "of a run that lives",
      () => {
        const folder = leave("run-aB3dE6", null);
        claim(folder);
        return folder;
      },
    ],
    ["that say nobody's name", () => leave("run-backup", null)],
    ["with another name", () => leave("run-backups")],
    [
      "that others may read",
      () => {
        const folder = leave("run-aB3dE6");
        chmodSync(folder, 0o755);
        return folder;
      },
    ],
    [
      "that are links",
      () => {
        symlinkSync(leave("elsewhere"), join(parent, "run-aB3dE6"));
        return join(parent, "run-aB3dE6");
      },
    ],
    [
      "whose owner is said by a link",
      () => {
        const folder = leave("run-aB3dE6", null);
        symlinkSync(join(leave("elsewhere"), "owner.json"), join(folder, "owner.json"));
        return folder;
      },
    ],
  ])("%s stay", (_, make) => {
    const folder = make();
    removeLeftovers(parent, "run-");
    expect(readFileSync(join(folder, "installations/node1/etcd.key"), "utf8")).toBe("secret");
  });

  test.runIf(process.getuid?.() === 0)("of another user stay", () => {
    const folder = leave("run-aB3dE6");
    chownSync(folder, 65534, 65534);
    removeLeftovers(parent, "run-");
    expect(existsSync(folder)).toBe(true);
  });

  test.runIf(process.platform === "linux")("that a command still works with stay until it ends", async () => {
    const folder = leave("run-aB3dE6");
    const argv = ["--eval", "console.log(1); setTimeout(() => {}, 600_000)", `${folder}/installations/node1`];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    removeLeftovers(parent, "run-");
    expect(existsSync(folder)).toBe(true);
    const end = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await end;
    removeLeftovers(parent, "run-");
    expect(existsSync(folder)).toBe(false);
  });

  test("of a run that was killed and whose parent takes no note of it are removed", async () => {
    const folder = leave("run-aB3dE6", null);
    await zombie(
      import.meta.url,
      `(await load("./leftovers.ts")).claim(${JSON.stringify(folder)}); print("claimed");`,
    );
    expect(existsSync(join(folder, "owner.json"))).toBe(true);
    removeLeftovers(parent, "run-");
    expect(existsSync(folder)).toBe(false);
  });

  test("in a folder that is not there are none", () => {
    expect(() => removeLeftovers(join(parent, "absent"), "run-")).not.toThrow();
  });
});
