import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Command } from "@quorate/command";
import { afterEach, beforeEach } from "vitest";

/** A folder that stands for a host's root, and programs that are asked before the machine's own. */
export interface MadeUpHost {
  /** A path in it. */
  readonly at: (path: string) => string;
  /** Writes a file, with the folders above it. */
  readonly put: (path: string, content: string | Uint8Array) => void;
  /** Puts a script for sh in the place of a program. */
  readonly program: (name: string, text: string) => void;
  /** Runs there, as root's shell does, what a command runs on a host; what it has said on standard error. */
  readonly run: (command: Command, input?: string) => { readonly code: number | null; readonly said: string };
}

/** Another one for each test of a file. `places`: where in it is what a script names by a path of a host's. */
export function madeUpHost(places: Readonly<Record<string, string>> = {}): MadeUpHost {
  let folder = "";
  const at = (path: string) => join(folder, path);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "quorate-made-up-host-"));
    mkdirSync(at("bin"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const put: MadeUpHost["put"] = (path, content) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  return {
    at,
    put,
    program: (name, text) => {
      put(`bin/${name}`, `#!/bin/sh\n${text}\n`);
      chmodSync(at(`bin/${name}`), 0o755);
    },
    run: ({ argv }, input = "") => {
      const script = Object.entries({ ...places, "/run/current-system/sw/bin": "bin" }).reduce(
        (text, [place, path]) => text.replaceAll(place, at(path)),
        argv.at(-1) ?? "",
      );
      const env = { PATH: `${at("bin")}:${process.env["PATH"]}` };
      const { status, stderr } = spawnSync("bash", ["--norc", "-c", script], {
        env,
        input,
        encoding: "utf8",
      });
      return { code: status, said: stderr };
    },
  };
}
