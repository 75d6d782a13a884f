import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type HostName, secretOfToken } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import { beforeEach, describe, expect, test } from "vitest";
import { madeUpHost } from "../../../test/made-up-host.ts";
import { TEST_PATHS } from "../../testing/steps.ts";
import { resetServer } from "./reset-server.ts";
import { setServerAside } from "./set-server-aside.ts";
import { stageReset } from "./stage-reset.ts";

// The scripts of a restore of k3s' in a shell: with a systemd that is asked and told, and a k3s of three lines.

const node = "server1" as HostName;
const { run: RUN } = TEST_PATHS;
const TOKEN = `K10${"a".repeat(64)}::server:of-the-snapshot`;
const DATABASE = "all that is in etcd";
const SHA256 = "1a5ac3e5f8ad1a8fc0b9c4f0ffdc1d1ab6c0d08a7bf1ef1a2ef2c4b1d7a3a0f5";

const { at, put, program, run } = madeUpHost({
  "/var/lib/rancher/k3s": "k3s",
  "/var/lib/quorate/secrets": "secrets",
  "/var/lib/quorate": "quorate",
  "/run/quorate-k3s": "run",
});
beforeEach(() => {
  mkdirSync(at("k3s/server/db/etcd/member/wal"), { recursive: true });
  put("secrets/k3s-server-token", `${TOKEN}\n`);
  put("k3s/server/tls/server-ca.crt", "its own");
  put("k3s/server/db/etcd/name", "server1-11111111");
  put(`quorate/restore/${RUN}/snapshot.db`, DATABASE);
  program("systemd-tmpfiles", ":");
  program("journalctl", "echo 'level=fatal msg=it-broke'");
  program(
    "systemctl",
    [
      `echo "$@" >>${at("told")}`,
      `case $1 in show) echo "ExecStart={ path=${at("bin/k3s")} ; argv[]=${at("bin/k3s")} server --config /nix/s.yaml --node-ip=10.0.0.11,fd00::1 ; ignore_errors=no ; pid=0 }" ;; esac`,
    ].join("\n"),
  );
  program("systemd-run", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
  k3s("mkdir -p etcd/member/wal; echo new >etcd/name; touch reset-flag");
});

const read = (path: string) => readFileSync(at(path), "utf8").trim();
const server = (path = "") => readdirSync(join(at("k3s/server"), path)).sort();

/** What k3s does in the folder of its database. */
function k3s(work: string): void {
  program(
    "k3s",
    `echo "$@" >${at("started")}\ncd ${at("k3s/server/db")}\n[ ! -e reset-flag ] || exit 9\n${work}`,
  );
}

function perform(command: Command, input: string = TOKEN) {
  const { code, said } = run(command, input);
  return { code, err: said };
}

const reset = (token = TOKEN) =>
  perform(resetServer.commands({ node, timeoutSeconds: 5 }, TEST_PATHS)[0], token);
const aside = (token = TOKEN) => perform(setServerAside.commands({ node }, TEST_PATHS)[0], token);

describe("a server that begins anew", () => {
  test("does so by the flags of its unit, once its data are aside", () => {
    expect(reset()).toEqual({ code: 0, err: "" });
    const snapshot = at(`quorate/restore/${RUN}/snapshot.db`);
    expect(read("started")).toBe(
      `server --config /nix/s.yaml --node-ip=10.0.0.11,fd00::1 --cluster-reset --cluster-reset-restore-path=${snapshot}`,
    );
    expect(read("told").split("\n")[0]).toBe("stop k3s.service");
    expect(server("db")).toEqual(["etcd", `etcd-before-restore-${RUN}`, "reset-flag"]);
    expect(read(`k3s/server/db/etcd-before-restore-${RUN}/name`)).toBe("server1-11111111");
    expect(read("k3s/server/tls/server-ca.crt")).toBe("its own");
    expect(existsSync(snapshot)).toBe(false);
  });

  test("does so again where a run before has begun, or come to its end", () => {
    put("k3s/server/db/reset-flag", "");
    expect(reset()).toEqual({ code: 0, err: "" });
    expect(server("db")).toContain("reset-flag");
  });

  test("does so on a new disk, with our authorities, as old as can be", () => {
    rmSync(at("k3s"), { recursive: true });
    for (const name of ["server", "client", "request-header", "etcd-server", "etcd-peer"]) {
      for (const kind of ["crt", "key"]) put(`secrets/k3s-${name}-ca.${kind}`, `${name} ${kind}`);
    }
    put("secrets/k3s-service.key", "service");
    mkdirSync(at("k3s/server"), { recursive: true });
    expect(reset()).toEqual({ code: 0, err: "" });
    expect(server("tls")).toEqual([
      ...["client-ca.crt", "client-ca.key", "etcd", "request-header-ca.crt", "request-header-ca.key"],
      ...["server-ca.crt", "server-ca.key", "service.key"],
    ]);
    expect(read("k3s/server/tls/etcd/peer-ca.key")).toBe("etcd-peer key");
    const { mode, mtimeMs } = statSync(at("k3s/server/tls/server-ca.key"));
    expect({ mode: mode & 0o777, mtimeMs }).toEqual({ mode: 0o600, mtimeMs: 1000 });
  });

  test("does so on a new disk without any, where they are k3s' own", () => {
    rmSync(at("k3s"), { recursive: true });
    mkdirSync(at("k3s/server"), { recursive: true });
    put("secrets/k3s-server-ca.crt", "adopted, without its key");
    expect(reset()).toEqual({ code: 0, err: "" });
    expect(server()).toEqual(["db"]);
  });

  test.each<[string, () => void, string]>([
    ["k3s ends badly", () => k3s("exit 1"), "it-broke"],
    ["k3s makes nothing", () => k3s(":"), "made no data"],
    ["k3s has no unit", () => program("systemctl", ":"), "how k3s.service starts is not known"],
    ["the snapshot is gone", () => rmSync(at("quorate"), { recursive: true }), "not there any more"],
  ])("has failed where %s, and what was there is beside", (_, breaks, said) => {
    breaks();
    const { code, err } = reset();
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(said) });
    const kept = server("db").filter((name) => name.startsWith("etcd"));
    expect(kept.some((name) => existsSync(at(`k3s/server/db/${name}/member/wal`)))).toBe(true);
  });
});

describe("a server that joins the one that began anew", () => {
  test("has its data beside, and is told nothing", () => {
    put("run/start", "K3S_CLUSTER_INIT=true");
    expect(aside()).toEqual({ code: 0, err: "" });
    expect(server()).toEqual([`db-before-restore-${RUN}`, "tls"]);
    expect(existsSync(at("run/start"))).toBe(false);
    expect(aside()).toEqual({ code: 0, err: "" });
    expect(server()).toEqual([`db-before-restore-${RUN}`, "tls"]);
  });

  test.each([
    ["another token", `K10${"a".repeat(64)}::server:since-then\n`, TOKEN],
    ["no token", "", TOKEN],
    ["the same, in its short form", "of-the-snapshot", "of-the-snapshot"],
  ])("that has %s has the snapshot's then", (_, own, then) => {
    put("secrets/k3s-server-token", own);
    if (own === "") rmSync(at("secrets/k3s-server-token"));
    expect(aside()).toEqual({ code: 0, err: "" });
    expect(read("secrets/k3s-server-token")).toBe(then);
    expect(server()).toContain("tls");
  });

  test("keeps its own where none arrives", () => {
    expect(aside("")).toEqual({ code: 1, err: expect.stringContaining("the token did not arrive") });
    expect(read("secrets/k3s-server-token")).toBe(TOKEN);
    expect(server()).toEqual(["db", "tls"]);
  });
});

describe("a snapshot that is brought to its server", () => {
  const stage = (sha256: string, serverVersion = "1.36.2") =>
    perform(
      stageReset.commands(
        { node, file: "/s.db", sha256, bytes: 19, serverVersion, etcdVersion: "3.6.12", timeoutSeconds: 5 },
        TEST_PATHS,
      )[0],
      DATABASE,
    );

  test("is there for root alone, and nothing of runs before", () => {
    put("quorate/restore/dead/snapshot.db", "left");
    expect(stage(sha256Of(DATABASE))).toEqual({ code: 0, err: "" });
    expect(readdirSync(at("quorate/restore"))).toEqual([RUN]);
    const file = at(`quorate/restore/${RUN}/snapshot.db`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toBe(DATABASE);
  });

  test.each([
    ["k3s version v1.35.9+k3s1 (abc)", { code: 66, err: "its k3s is 1.35, and the snapshot is of 1.36.2\n" }],
    ["k3s version v1.36.0+k3s1 (abc)", { code: 0, err: "" }],
    ["no version", { code: 0, err: "" }],
  ])("is not taken by an older k3s: %s", (says, end) => {
    program("k3s", `echo '${says}'`);
    expect(stage(sha256Of(DATABASE))).toEqual(end);
    expect(existsSync(at(`quorate/restore/${RUN}/snapshot.db`))).toBe(true);
  });

  test.each([
    ["1.33.10+k3s1", { code: 66, err: "its etcd is 3.5, and the snapshot is of 3.6.12\n" }],
    ["1.33.11+k3s1", { code: 0, err: "" }],
    ["1.33.14+k3s1", { code: 0, err: "" }],
  ])("is not taken by a k3s of the same minor with an older etcd: %s", (version, end) => {
    program("k3s", `echo 'k3s version v${version} (abc)'`);
    expect(stage(sha256Of(DATABASE), "1.33.13")).toEqual(end);
  });

  test("is not there where it is another one, or has no space", () => {
    expect(stage(SHA256).err).toContain("what arrived is not what was sent");
    expect(existsSync(at("quorate/restore"))).toBe(false);
    program("df", "echo x; echo x x x 1000");
    expect(stage(sha256Of(DATABASE)).err).toContain("only 0 MiB are free in");
  });
});

function sha256Of(text: string): string {
  return execFileSync("sha256sum", { input: text, encoding: "utf8" }).slice(0, 64);
}

test.each([
  [`K10${"a".repeat(64)}::server:secret\n`, "secret"],
  [`K10${"a".repeat(64)}::server:se:cret`, "se:cret"],
  ["short", "short"],
  ["K10 that is none", "K10 that is none"],
])("the secret of %j is %j", (token, secret) => {
  expect(secretOfToken(token)).toBe(secret);
});
