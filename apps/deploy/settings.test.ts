import { expect, it } from "vitest";
import { deployOptions } from "../testing/deploy-options.ts";
import type { DeployOptions } from "./options.ts";
import { settingsOf } from "./settings.ts";

const { certificates: _, ...usual } = deployOptions();
const asked: DeployOptions = { ...usual, machines: "a/machines.ts", all: true };

it.each<[string, Partial<DeployOptions>, object]>([
  ["nothing else", {}, { certificates: "/w/a/certs", flake: "/w/a", flakeArguments: [], nixArguments: [] }],
  ["a folder of certificates", { certificates: "c" }, { certificates: "/w/c", flake: "/w/a" }],
  ["a flake", { flake: "github:me/cluster" }, { flake: "github:me/cluster" }],
  [
    "inputs and settings of Nix",
    {
      overrideInputs: [
        ["nixpkgs", "path:/n"],
        ["disko", "d"],
      ],
      nixOptions: [["cores", "1"]],
    },
    {
      flakeArguments: ["--override-input", "nixpkgs", "path:/n", "--override-input", "disko", "d"],
      nixArguments: ["--option", "cores", "1"],
    },
  ],
])("%s", (_, options, settings) => {
  expect(settingsOf({ ...asked, ...options }, "/w/a/machines.ts", "/w")).toMatchObject(settings);
});
