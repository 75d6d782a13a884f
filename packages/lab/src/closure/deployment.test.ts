import { resolvedCluster } from "@quorate/cluster/testing";
import { expect, test } from "vitest";
import machines from "../../../../machines.ts";
import type { LabState } from "../lab/state-file.ts";
import { planLab } from "../model/plan-lab.ts";
import { labSettings } from "../model/settings.ts";
import { labDeployment } from "./deployment.ts";

const lab: LabState = {
  plan: planLab(resolvedCluster(machines), { ...labSettings(), hosts: "nixos" }),
  baseTree: "/base",
  artefacts: "/artefacts",
  shown: null,
  hosts: "bare",
  source: "/c/machines.ts",
};

test.each([
  ["users of Nix's", "root:x:0:\nnixbld:x:30000:nixbld1,nixbld2\n", "a = b\nwarn-dirty = false\n"],
  ["none", "root:x:0:\n", "a = b\nwarn-dirty = false\nbuild-users-group =\n"],
])("hosts of NixOS get the flake's own, whoever builds it: %s", async (_, groups, nixConfig) => {
  const place = { root: "/q", flake: "/c", nixConfig: "a = b", groups, path: "", architecture: "x64" };
  const deployment = await labDeployment(lab, place);
  expect(deployment).toMatchObject({ words: ["--configurations", "labConfigurations"], nixConfig });
  expect(deployment.says.join("\n")).toContain("set NIXPKGS");
});
