import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "@quorate/cluster";
import { compareVersions } from "../artefacts/version.ts";
import { problem } from "../problem-kind.ts";

/** The first release whose NixOS knows that it is in a container of systemd-nspawn. */
const SINCE = "26.05";

/** What every tree of nixpkgs has, by its path in it. */
const PARTS = [
  "nixos/lib/eval-config.nix",
  "pkgs/top-level/default.nix",
  "pkgs/stdenv/generic/make-derivation.nix",
];

/** Why systems of hosts can't be made of the tree at `path`; empty where they can, and where there is none. */
export function nixpkgsProblems(path: string | undefined): readonly Problem[] {
  if (path === undefined) return [];
  const hint =
    "Set NIXPKGS to the absolute path of a checkout of nixpkgs, or unset it: then hosts get the flake's own, from a binary cache.";
  if (!/^\/[A-Za-z0-9._/-]+$/.test(path)) {
    return [
      problem(
        "lab-nixpkgs-invalid",
        path,
        "NIXPKGS has to be an absolute path of letters, digits and ._/- alone",
        hint,
      ),
    ];
  }
  const missing = PARTS.filter((part) => !existsSync(join(path, part)));
  if (missing.length > 0) {
    return [
      problem(
        "lab-nixpkgs-invalid",
        path,
        `this is no tree of nixpkgs: it has no ${missing.join(", no ")}`,
        hint,
      ),
    ];
  }
  const version = versionOf(path);
  if (version !== undefined && compareVersions(version, SINCE) >= 0) return [];
  return [
    problem(
      "lab-nixpkgs-too-old",
      path,
      `this is nixpkgs ${version ?? "of no version"}, and hosts of NixOS need ${SINCE} or newer`,
      `Set NIXPKGS to a newer one: that of flake.lock does.`,
    ),
  ];
}

function versionOf(path: string): string | undefined {
  const file = join(path, "lib/.version");
  const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  return /^\d+\.\d+/.exec(text)?.[0];
}
