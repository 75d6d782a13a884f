import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { QUORATE_DIRECTORY } from "../on-host.ts";
import { writeProgram } from "../testing/programs.ts";
import { UNIT_FOLDER } from "./on-host.ts";
import { watchScript } from "./watch-script.ts";

// The script itself, below a folder that stands for a host's root. What it does is in a log, in order.

let root: string;
const at = (path: string) => join(root, path);
const write = (path: string, text: string): void => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};
const program = (path: string, script: string) => writeProgram(at(path), script);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-watch-"));
  program("bin/systemctl", `case $1 in stop) echo "$*" >>${at("log")} ;; is-active) exit 3 ;; esac`);
  program("bin/nix-env", `echo profile >>${at("log")}`);
  program("bin/sleep", "true");
  // Whoever is named in the file of that name serves.
  program(
    "bin/curl",
    `for url; do :; done
     host=\${url#https://}; host=\${host%%:*}
     if grep -qx "$host" ${at("serve")}; then echo '{"health":"true"}'; else echo '{"health":"false"}'; fi`,
  );
  program("previous/bin/switch-to-configuration", `echo "$1" >>${at("log")}`);
  symlinkSync(at("now"), at("current"));
  write("now/x", "");
  const folder = "quorate/watchdog";
  write(`${folder}/previous/closure`, at("previous"));
  write(`${folder}/previous/secrets/a.key`, "old");
  write("quorate/secrets/a.key", "new");
  write(`${folder}/armed`, `seconds=300\nboot=${readFileSync("/proc/sys/kernel/random/boot_id", "utf8")}`);
  write(`${folder}/path`, `${at("bin")}:/usr/bin:/bin`);
  write(`${folder}/activated`, "");
  write(`${folder}/back`, "");
  write(
    `${folder}/members`,
    "own=https://own:2379\nother=https://b:2379/health\nother=https://c:2379/health\n",
  );
  write("log", "");
});
afterEach(() => rmSync(root, { recursive: true }));

/** Lets it come to its end, while those serve; what it has done, in order. */
function goBack(...serve: readonly string[]): readonly string[] {
  write("serve", `${serve.join("\n")}\n`);
  write(
    "quorate/watchdog/watch",
    watchScript("kubernetes")
      .replaceAll(SECRETS_DIRECTORY, at("quorate/secrets"))
      .replaceAll(UNIT_FOLDER, at("units"))
      .replaceAll("/run/current-system", at("current"))
      .replaceAll(QUORATE_DIRECTORY, at("quorate")),
  );
  execFileSync("/bin/sh", [at("quorate/watchdog/watch")], { stdio: "pipe" });
  expect(readFileSync(at("quorate/secrets/a.key"), "utf8")).toBe("old");
  expect(existsSync(at("quorate/watchdog/armed"))).toBe(false);
  return readFileSync(at("log"), "utf8").split("\n").slice(0, -1);
}

/** Somebody serves from when this is done for the first time on, or does not any more. */
function meanwhile(path: string, change: string): void {
  program(path, `${change}\n${readFileSync(at(path), "utf8")}`);
}

describe("a member of etcd that goes back", () => {
  test("and serves is stopped by its activation, where the others can do without it", () => {
    expect(goBack("own", "b", "c")).toEqual(["stop quorate-switch.service", "profile", "switch"]);
  });

  test("and does not serve is stopped before that, so that it does not begin to", () => {
    expect(goBack("b")).toEqual(["stop quorate-switch.service", "profile", "stop etcd.service", "switch"]);
  });

  test("asks once more before it activates: what it did until then has taken its time", () => {
    // The first that puts the profile back finds another member lost, and it is there again after a while.
    meanwhile(
      "bin/nix-env",
      `if [ ! -e ${at("lost")} ]; then : >${at("lost")}; printf 'own\\nb\\n' >${at("serve")}; fi`,
    );
    meanwhile(
      "bin/sleep",
      `[ ! -e ${at("quorate/watchdog/waits")} ] || printf 'own\\nb\\nc\\n' >${at("serve")}`,
    );
    expect(goBack("own", "b", "c")).toEqual([
      ...["stop quorate-switch.service", "profile"],
      ...["stop quorate-switch.service", "profile", "switch"],
    ]);
  });
});

test("what is no member asks nobody", () => {
  write("quorate/watchdog/members", "");
  expect(goBack()).toEqual(["stop quorate-switch.service", "profile", "switch"]);
});
