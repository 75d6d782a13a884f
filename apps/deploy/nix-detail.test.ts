import { expect, test } from "vitest";
import { createNixDetail } from "./nix-detail.ts";

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
  expect(createNixDetail()(line)).toBe(true);
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
  expect(createNixDetail()(line)).toBe(false);
});

/** What of an output is for everybody. */
function shown(text: string): readonly string[] {
  const isDetail = createNixDetail();
  return text.split("\n").filter((line) => !isDetail(line));
}

test("of a configuration that Nix refuses the error is told, and not the way there", () => {
  expect(
    shown(`error:
       … while evaluating the attribute 'config.system.build.toplevel'
         at /nix/store/0a-source/lib/modules.nix:320:9:
          319|         # For definitions that have an associated option
          320|         config = seq
             |         ^
          321|

       … while evaluating definitions from '/nix/store/0a-source/nixos/modules/system':

       (stack trace truncated; use '--show-trace' to show the full trace)

       error: The option 'services.etcdd' does not exist. Definition values:
       - In '/nix/store/0b-source/nix/generated/nodes/node1.nix':
           {
             enable = true;
           }

       Did you mean 'services.etcd'?`),
  ).toEqual([
    "       error: The option 'services.etcdd' does not exist. Definition values:",
    "       - In '/nix/store/0b-source/nix/generated/nodes/node1.nix':",
    "           {",
    "             enable = true;",
    "           }",
    "",
    "       Did you mean 'services.etcd'?",
  ]);
});

test("an error that comes at once keeps its place", () => {
  const text = `error: attribute 'nodes' missing

       at /nix/store/0a-source/nix/default.nix:3:4:

            2|
            3|   nodes
             |   ^`;
  expect(shown(text).join("\n")).toBe(text);
});

test("nothing that is no way to an error is lost, whatever came before it", () => {
  expect(shown("error:\n       … while calling\nwarning: something else\nerror: builder failed")).toEqual([
    "warning: something else",
    "error: builder failed",
  ]);
});
