import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "../support/quorate.ts";

// What stands in for packages of nixpkgs on hosts of NixOS, made as Nix makes it, but of this machine's /usr.

const SCRIPT = join(ROOT, "packages/lab/package-set/stand-in.sh");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-stand-in-"));
  mkdirSync(join(folder, "lab/bin"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (path: string) => join(folder, path);

function make(wanted: Readonly<Record<string, string>>): void {
  const outputs = (wanted["outputs"] ?? "out").split(" ");
  const nothing = { commands: "", debs: "", links: "", copies: "", empty: "", units: "" };
  execFileSync("/usr/bin/bash", [SCRIPT], {
    env: {
      ...nothing,
      package: "thing",
      outputs: "out",
      lab: at("lab"),
      ...Object.fromEntries(outputs.map((output) => [output, at(output)])),
      ...wanted,
    },
  });
}

describe.skipIf(!existsSync("/usr/bin/bash") || !existsSync("/var/lib/dpkg/info"))("a stand-in", () => {
  test("has programs of the lab, else Debian's, each by the name that it is asked for", () => {
    writeFileSync(at("lab/bin/etcd"), "");
    make({ commands: "etcd sh=bash" });
    expect(readlinkSync(at("out/bin/etcd"))).toBe(at("lab/bin/etcd"));
    expect(readlinkSync(at("out/bin/sh"))).toBe("/usr/bin/bash");
    expect(readlinkSync(at("out/sbin"))).toBe("bin");
  });

  test("has all programs of a Debian package, and none of one that is not there", () => {
    make({ debs: "coreutils no-such-package" });
    expect(readlinkSync(at("out/bin/ls"))).toMatch(/^(\/usr)?\/bin\/ls$/);
    expect(readlinkSync(at("out/bin/sort"))).toBe("/usr/bin/sort");
  });

  test("goes past Debian's choice between programs of one name", () => {
    if (!lstatSync("/usr/bin/awk").isSymbolicLink()) return;
    make({ commands: "awk" });
    expect(readlinkSync(at("out/bin/awk"))).not.toContain("alternatives");
  });

  test("says of a program that nobody has that it is not there", () => {
    make({ commands: "no-such-program" });
    expect(spawnSync(at("out/bin/no-such-program"), { encoding: "utf8" })).toMatchObject({
      status: 127,
      stderr: "no-such-program is not on this host: it is of thing, which the lab has no program for\n",
    });
  });

  test("has programs in each output but those that are of something else", () => {
    make({ outputs: "bin dev out man", commands: "sh=bash" });
    expect(existsSync(at("bin/bin/sh"))).toBe(true);
    expect(existsSync(at("out/bin/sh"))).toBe(true);
    expect(existsSync(at("dev/bin"))).toBe(false);
    expect(existsSync(at("man/bin"))).toBe(false);
  });

  test("has links, empty files, and copies that name it where they named systemd's folder", () => {
    writeFileSync(at("thing.service"), "ExecStart=/usr/lib/systemd/systemd-thing\nGroup=nix-users\n");
    make({
      links: "out/lib/security=/usr/lib/security",
      empty: "out/etc/rpc",
      copies: `out/lib/systemd/system/thing.service=${at("thing.service")} out/nothing=${at("nothing")}`,
    });
    expect(readlinkSync(at("out/lib/security"))).toBe("/usr/lib/security");
    expect(readFileSync(at("out/etc/rpc"), "utf8")).toBe("");
    expect(readFileSync(at("out/lib/systemd/system/thing.service"), "utf8")).toBe(
      `ExecStart=${at("out")}/lib/systemd/systemd-thing\nGroup=root\n`,
    );
    expect(existsSync(at("out/nothing"))).toBe(false);
  });

  test("has units that do nothing where Debian's systemd has none of their name", () => {
    mkdirSync(at("units"));
    writeFileSync(at("units/there.service"), "");
    make({
      copies: `out/example/systemd/system=${at("units")} out/example/systemd/user=${at("units")}`,
      units: "there.service newer.target newer.target.wants",
    });
    expect(lstatSync(at("out/example/systemd/system/there.service")).isFile()).toBe(true);
    expect(readlinkSync(at("out/example/systemd/system/newer.target"))).toBe("/dev/null");
    expect(lstatSync(at("out/example/systemd/user/newer.target.wants")).isDirectory()).toBe(true);
  });
});
