import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolvedCluster } from "@quorate/cluster/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import machines from "../../../../machines.ts";
import type { LabState } from "../lab/state-file.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { originOf } from "./origin.ts";

const root = mkdtempSync(join(tmpdir(), "quorate-lab-source-"));
const at = (path: string) => join(root, path);
beforeAll(() => {
  for (const clone of ["one", "two"]) {
    mkdirSync(at(clone));
    writeFileSync(at(`${clone}/machines.ts`), "");
  }
  symlinkSync(at("one"), at("link"));
});
afterAll(() => rmSync(root, { recursive: true }));

const cluster = resolvedCluster(machines);
const plan = planLab(cluster, labSettings());

/** The lab of a file; without one, a lab of an earlier version. */
function labOfFile(source?: string): LabState {
  return { plan, baseTree: "/base", artefacts: "/artefacts", ...(source === undefined ? {} : { source }) };
}

test.each<readonly [string, LabState | undefined, object]>([
  ["no lab", undefined, { kind: "own" }],
  ["a lab that does not say whose it is", labOfFile(), { kind: "own" }],
  ["its own", labOfFile(at("one/machines.ts")), { kind: "own" }],
  ["that of another file beside it", labOfFile(at("one/larger.ts")), { kind: "own" }],
  ["its own by another way", labOfFile(at("link/machines.ts")), { kind: "own" }],
  [
    "that of a folder that is gone",
    labOfFile(at("three/machines.ts")),
    { kind: "orphan", source: at("three/machines.ts") },
  ],
])("the lab of a file is %s", (_, lab, origin) => {
  expect(originOf(lab, at("one/machines.ts"))).toEqual({ ok: true, value: origin });
});

test("that of another folder is refused, with the way out", () => {
  const result = originOf(labOfFile(at("two/machines.ts")), at("one/machines.ts"));
  expect(result).toMatchObject({ ok: false, problems: [{ code: "lab-of-another", exit: "wrong-input" }] });
  const [problem] = result.ok ? [] : result.problems;
  expect(problem?.message).toContain(at("two/machines.ts"));
  expect(problem?.hint).toContain(`quorate lab down --name ${plan.cluster}`);
  expect(problem?.hint).toContain("QUORATE_LAB_STATE");
});
