import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testCluster } from "../../testing/observations.ts";
import { writeProgram } from "../../testing/programs.ts";
import { answersOf } from "../answers.ts";
import { type Known, known, unknown } from "../known.ts";
import { controlPlane } from "./control-plane.ts";

const cluster = testCluster();
const node = cluster.nodes.find(({ roles }) => roles.controlPlane);
if (node === undefined) throw new Error("no control plane");
const script = controlPlane.questions({ cluster, node, fingerprint: undefined }).join("\n");
const UNIT = "system/etc/systemd/system/kube-apiserver.service";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string): string {
  return writeProgram(join(folder, name), text);
}

function ask(curl: string): ReturnType<typeof controlPlane.read> {
  program("bin/curl", curl);
  const said = execFileSync("sh", ["-c", script.replaceAll("/run/current-system", join(folder, "system"))], {
    encoding: "utf8",
    env: { PATH: `${join(folder, "bin")}:${process.env["PATH"]}` },
  });
  return controlPlane.read(answersOf(said.split("\n")));
}

const SILENT = "printf '\\n000\\n'";
const DOES_NOT_TELL = unknown("its system does not tell which apiserver it starts");

test.each<[string, string | undefined, Known<string | undefined>]>([
  ["starts one", "echo Kubernetes v1.36.3", known("v1.36.3")],
  ["starts one that tells nothing", "exit 1", DOES_NOT_TELL],
  ["starts none", undefined, known(undefined)],
])("of an apiserver that does not answer the system is asked: it %s", (_, apiserver, expected) => {
  program("system/etc/systemd/system/sshd.service", "");
  if (apiserver !== undefined) {
    const path = program("bin/kube-apiserver", apiserver);
    writeFileSync(join(folder, UNIT), `[Service]\nExecStart=${path} \\\n  --a=b\n`);
  }
  expect(ask(SILENT)).toMatchObject({
    readyz: { known: false },
    version: { known: false },
    installed: expected,
  });
});

test("a system that can't be read tells nothing", () => {
  mkdirSync(join(folder, "system"));
  expect(ask(SILENT).installed).toEqual(DOES_NOT_TELL);
});

test("one that answers is asked, and no program is started for that", () => {
  const path = program("bin/kube-apiserver", "echo Kubernetes v1.30.0");
  mkdirSync(dirname(join(folder, UNIT)), { recursive: true });
  writeFileSync(join(folder, UNIT), `ExecStart=${path}\n`);
  const answers = ["[+]ping ok", "readyz check passed", "200", "{", '  "gitVersion": "v1.36.3"', "}", "200"];
  expect(ask(`printf '%s\\n' ${answers.map((line) => `'${line}'`).join(" ")}`)).toMatchObject({
    readyz: known({ ready: true, failing: [] }),
    version: known("v1.36.3"),
    installed: DOES_NOT_TELL,
  });
});
