import { expect, it } from "vitest";
import { nixosOptionsCommand } from "./command.ts";

it("hands the path of nixpkgs on as a string, never as Nix code", () => {
  const { argv } = nixosOptionsCommand('/a b/"; builtins.abort "', "/project/nix/options");
  expect(argv).toEqual([
    "nix-instantiate",
    "--eval",
    "--strict",
    "--json",
    "/project/nix/options",
    "--argstr",
    "nixpkgs",
    '/a b/"; builtins.abort "',
  ]);
});
