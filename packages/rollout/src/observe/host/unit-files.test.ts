import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostName } from "@quorate/cluster";
import { afterAll, expect, test } from "vitest";
import { testCluster } from "../../testing/observations.ts";
import { answersOf } from "../answers.ts";
import { builtUnitsCommand, readBuiltUnits, unitFiles } from "./unit-files.ts";

const folder = mkdtempSync(join(tmpdir(), "quorate-units-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A system as NixOS has it: its units are links into its store. */
function system(name: string, units: { readonly [file: string]: string }): string {
  const path = join(folder, name);
  const at = join(path, "etc/systemd/system");
  mkdirSync(join(at, "multi-user.target.wants"), { recursive: true });
  for (const [file, text] of Object.entries(units)) {
    const store = join(folder, `${name}-${file.replace("/", "-")}`);
    writeFileSync(store, text);
    if (file.includes("/")) mkdirSync(join(at, file.slice(0, file.indexOf("/"))), { recursive: true });
    symlinkSync(store, join(at, file));
    if (!file.includes("/")) symlinkSync(`../${file}`, join(at, "multi-user.target.wants", file));
  }
  return path;
}

const run = (script: string) => execFileSync("sh", ["-c", script], { encoding: "utf8" });
const [node] = testCluster().nodes;
if (node === undefined) throw new Error("no node");

test("a host and a system that was built tell the same of the same units, whatever their paths", () => {
  const units = {
    "etcd.service": "[Service]\nExecStart=etcd\n",
    "etcd.service.d/overrides.conf": "[Service]\nNice=1\n",
    "sshd.service": "[Unit]\nX-ReloadIfChanged=true\n",
    "login.service": "[Unit]\nX-RestartIfChanged=false\n",
  };
  const running = system("running", units);
  const built = system("built", { ...units, "etcd.service.d/overrides.conf": "[Service]\nNice=2\n" });
  const script = unitFiles.questions({ cluster: testCluster(), node, fingerprint: "wanted" }).join("\n");
  const told = unitFiles.read(answersOf(run(script.replace("/run/current-system", running)).split("\n")));
  const systems = new Map([["db1", { closure: built as never, diskoScript: undefined }]]);
  const [, , asked = ""] = builtUnitsCommand(systems).argv;
  const seen = readBuiltUnits(systems, { code: 0, stdout: run(asked), stderr: "" }).get("db1" as HostName);
  expect(told).toMatchObject({ known: true });
  const before = told.known ? told.value : {};
  expect(Object.keys(before).sort()).toEqual(["etcd.service", "login.service", "sshd.service"]);
  expect(seen).toMatchObject({ reloads: ["sshd.service"], keeps: ["login.service"] });
  const differing = Object.keys(before).filter((name) => before[name] !== seen?.files[name]);
  expect(differing).toEqual(["etcd.service"]);
});

test("a host that was not asked, or has none, tells nothing", () => {
  expect(unitFiles.questions({ cluster: testCluster(), node })).toEqual([]);
  expect(unitFiles.read(answersOf(["unit-file=0123456789abcdef"]))).toMatchObject({ known: false });
});
