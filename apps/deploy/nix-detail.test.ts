import { expect, test } from "vitest";
import { isNixDetail } from "./nix-detail.ts";

test.each([
  "copying path '/nix/store/0a-etcd' to 'ssh://node1'...",
  "copying 37 paths...",
  "  /nix/store/0a-system.drv",
  "/nix/store/0a-nixos-system-node1",
  "• Updated input 'nixpkgs':",
  "• Added input 'quorate/disko':",
  "    'github:NixOS/nixpkgs/0a1b' (2026-11-01)",
  "  → 'path:/q/packages/lab/nixpkgs'",
  "  → 'path:/q/packages/lab/nixpkgs?lastModified=1&narHash=sha256-0a' (1970-01-01)",
  "    follows 'nixpkgs'",
  "warning: not writing modified lock file of flake 'git+file:///home/me/cluster':",
  "warning: you did not specify '--add-root'; the result might be removed by the garbage collector",
])("%j is a detail", (line) => {
  expect(isNixDetail(line)).toBe(true);
});

test.each([
  "error: attribute 'nodes' missing",
  "       at /nix/store/0a-source/nix/default.nix:3:4:",
  "       … while evaluating the attribute 'toplevel'",
  "error: builder for '/nix/store/0a-system.drv' failed with exit code 1;",
  "warning: Git tree '/home/me/cluster' is dirty",
  "stopping the following units: etcd.service",
  "        'services.etcd.enable' is not known",
  "these 3 derivations will be built:",
  "",
])("%j is for everybody", (line) => {
  expect(isNixDetail(line)).toBe(false);
});
