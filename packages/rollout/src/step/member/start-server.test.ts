import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { HostName } from "@quorate/cluster";
import { beforeEach, describe, expect, test } from "vitest";
import { madeUpHost } from "../../../test/made-up-host.ts";
import { TEST_PATHS } from "../../testing/steps.ts";
import { NOTHING_LEARNED } from "../learned.ts";
import { type StartServerStep, startServer } from "./start-server.ts";

// The script of the step, in a shell: with a systemctl that starts a k3s of three lines, and a curl that is asked of hosts.

const node = "node1" as HostName;
const ROOT = "-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----\n";
const OURS = `-----BEGIN CERTIFICATE-----\nissuer\n-----END CERTIFICATE-----\n${ROOT}`;
const RENEWED = OURS.replace("issuer", "another issuer of the same root");
const OTHER = OURS.replace("\nroot\n", "\nother root\n");

const {
  at,
  put,
  program,
  run: runThere,
} = madeUpHost({
  "/run/quorate-k3s": "run",
  "/var/lib/rancher/k3s": "data",
  "/var/lib/quorate/secrets": "secrets",
});
beforeEach(() => {
  for (const name of ["data", "hosts"]) mkdirSync(at(name));
  put("secrets/k3s-server-ca.crt", OURS);
  program("sleep", ":");
  program("systemd-tmpfiles", `echo "$@" >>${at("links")}`);
  program("journalctl", `cat ${at("journal")}`);
  // Whoever has no folder in hosts/ refuses the connection.
  program(
    "curl",
    `for last; do :; done; url=\${last#https://}; [ -d ${at("hosts/")}\${url%%/*} ] || exit 7; cat ${at("hosts/")}\${url%%/*}/\${url#*/} 2>/dev/null || echo '{"kind":"Status"}'`,
  );
  k3s(`echo "$1" >>${at("started")}; mkdir -p ${at("data/server/db/etcd/member/wal")}`);
});

/** What a start of k3s' unit does: it is called with what it was told, or nothing. */
function k3s(start: string): void {
  program(
    "systemctl",
    [
      `case "$1" in`,
      `start) [ -e ${at("data/server/db/etcd/member/wal")} ] || [ -e ${at("run/start")} ] || exit 0`,
      `  [ ! -e ${at("run/start")} ] || { stat -c %a ${at("run/start")} >${at("mode")}; }`,
      `  set -- "$(cat ${at("run/start")} 2>/dev/null)"; ${start} ;;`,
      `stop) rm -rf ${at("run")} ;;`,
      `show) cat ${at("restarts")} 2>/dev/null || echo 0 ;;`,
      "esac",
    ].join("\n"),
  );
}

function serve(host: string, files: { readonly [path: string]: string }): void {
  mkdirSync(at(`hosts/${host}`));
  for (const [path, text] of Object.entries(files)) writeFileSync(at(`hosts/${host}/${path}`), text);
}

const server = (cacerts: string) => ({ ping: "pong", cacerts });

function run(as: StartServerStep["as"]): string {
  const [command] = startServer.commands({ node, as }, TEST_PATHS);
  const { code, said } = runThere(command);
  const output = { code: code ?? 1, stdout: "", stderr: said };
  expect(existsSync(at("run/start"))).toBe(false);
  const asked = {
    certificates: "certs",
    outputs: [output],
    learned: NOTHING_LEARNED,
    run: "r",
    at: 0,
  };
  const judgement = startServer.judge({ node, as }, output, asked);
  return judgement.kind === "failed"
    ? `${judgement.problem.code}: ${judgement.problem.message} (${judgement.problem.hint})`
    : judgement.kind;
}

const started = () => (existsSync(at("started")) ? readFileSync(at("started"), "utf8").trim() : "never");

const URLS = ["https://b:6443", "https://c:6443"] as const;
const FOUND = { state: "found", others: URLS } as const;
const JOIN = { state: "join", servers: URLS } as const;

describe("founding", () => {
  test("is told once, to root alone", () => {
    expect(run(FOUND)).toBe("done");
    expect(started()).toBe("K3S_CLUSTER_INIT=true");
    expect(readFileSync(at("mode"), "utf8").trim()).toBe("600");
    // What a boot puts into k3s' folder is there again before k3s looks.
    expect(readFileSync(at("links"), "utf8")).toBe(`--create --prefix=${at("data")}\n`);
    expect(run(FOUND)).toBe("done");
    // With data, nothing is said any more.
    expect(started()).toBe("K3S_CLUSTER_INIT=true");
  });

  test.each<[string, object, string]>([
    ["a server of this cluster", server(OURS), "server-start-failed"],
    ["one whose issuer was replaced", server(RENEWED), "server-start-failed"],
    ["another cluster's server", server(OTHER), "server-not-ours"],
    ["something else", {}, "server-not-ours"],
  ])("is not done where %s answers", (_, files, code) => {
    serve("c:6443", files as { readonly [path: string]: string });
    expect(run(FOUND)).toContain(code);
    expect(started()).toBe("never");
  });

  test("is not done over a server of its own", () => {
    mkdirSync(at("data/server/db"), { recursive: true });
    writeFileSync(at("data/server/db/state.db"), "");
    expect(run(FOUND)).toContain("started as a server of its own");
    expect(started()).toBe("never");
  });
});

describe("joining", () => {
  test("is told the first server of this cluster that answers", () => {
    serve("b:6443", server(OTHER));
    serve("c:6443", server(RENEWED));
    expect(run(JOIN)).toBe("done");
    expect(started()).toBe("K3S_URL=https://c:6443");
  });

  test.each<[string, object | undefined, RegExp]>([
    ["nobody", undefined, /^server-start-failed: .*no server of this cluster answers/],
    ["what is no k3s", {}, /^server-not-ours: .*b:6443 is no k3s/],
    ["another cluster's", server(OTHER), /^server-not-ours: .*another authority than that of this cluster/],
  ])("is not done where %s answers", (_, files, told) => {
    if (files !== undefined) serve("b:6443", files as { readonly [path: string]: string });
    expect(run(JOIN)).toMatch(told);
    expect(started()).toBe("never");
  });

  test("leaves one with data as it is, whatever answers", () => {
    mkdirSync(at("data/server/db/etcd/member/wal"), { recursive: true });
    expect(run(JOIN)).toBe("done");
    expect(started()).toBe("");
  });

  test.each([
    ["token CA hash does not match the Cluster CA certificate hash: a != b", "--certs"],
    [
      "bootstrap data already found and encrypted with different token",
      "quorate genCerts <folder> --new-tokens",
    ],
    [
      "duplicate node name found, please use a unique name for this node",
      "quorate deploy node1 --erase node1",
    ],
    ["failed to validate server configuration: critical configuration value mismatch", "other flags"],
    ["something new", "journalctl -u k3s"],
  ])("that k3s ends with “%s” is told with what to do", (said, hint) => {
    serve("b:6443", server(OURS));
    k3s(`echo 5 >${at("restarts")}`);
    writeFileSync(at("journal"), `level=info msg=x\nlevel=fatal msg="${said}"\n`);
    expect(run(JOIN)).toMatch(/^server-start-failed/);
    expect(run(JOIN)).toContain(hint);
    expect(run(JOIN)).toContain(said);
  });
});
