import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answersOf } from "../../packages/rollout/src/observe/answers.ts";
import { readServed, servedQuestions } from "../../packages/rollout/src/observe/host/served.ts";
import { ownNet } from "../support/own-net.ts";

// What is asked about certificates as they are served, by a real curl, of a real etcd and of OpenSSL's server.

const folder = mkdtempSync(join(tmpdir(), "quorate-served-"));
const started: ChildProcess[] = [];
/** Where nobody else listens. */
const ADDRESS = `${ownNet()}.1`;
const [CLIENTS, PEERS] = [`https://${ADDRESS}:2379`, `https://${ADDRESS}:2380`];
const KUBELET = `${ADDRESS}:10250`;

/** Makes a certificate of its own by the name of `file`; its serial. */
function renew(file: string): string {
  const at = (suffix: string) => join(folder, `${file}.${suffix}`);
  const made = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "30",
  ];
  execFileSync(
    "openssl",
    [
      ...made,
      "-subj",
      "/CN=x",
      "-addext",
      `subjectAltName=IP:${ADDRESS}`,
      "-keyout",
      at("key"),
      "-out",
      at("crt"),
    ],
    { stdio: "pipe" },
  );
  const serial = execFileSync("openssl", ["x509", "-noout", "-serial", "-in", at("crt")], {
    encoding: "utf8",
  });
  return serial.trim().replace("serial=", "").toLowerCase();
}

function served() {
  const places = [
    { server: "etcd-clients", url: `${CLIENTS}/health`, file: "etcd-server" },
    { server: "etcd-peers", url: `${PEERS}/members`, file: "etcd-peer" },
    { server: "kubelet", url: `https://${KUBELET}/`, file: "kubelet-server" },
    { server: "apiserver", url: `https://${ADDRESS}:6443/readyz`, file: "apiserver" },
  ] as const;
  const script = servedQuestions(places).join("\n").replaceAll(SECRETS_DIRECTORY, folder);
  const said = execFileSync("sh", ["-c", script], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return readServed(answersOf(said.split("\n")));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 100));
}

beforeAll(async () => {
  for (const file of ["etcd-server", "etcd-peer", "kubelet-server"]) renew(file);
  const at = (file: string) => join(folder, file);
  const trust = (prefix: string, file: string) => [
    `--${prefix}cert-file=${at(`${file}.crt`)}`,
    `--${prefix}key-file=${at(`${file}.key`)}`,
    `--${prefix}trusted-ca-file=${at(`${file}.crt`)}`,
    `--${prefix}client-cert-auth`,
  ];
  const flags = [
    ...[`--data-dir=${at("data")}`, "--name=x", `--initial-cluster=x=${PEERS}`],
    ...[`--listen-client-urls=${CLIENTS}`, `--advertise-client-urls=${CLIENTS}`],
    ...[`--listen-peer-urls=${PEERS}`, `--initial-advertise-peer-urls=${PEERS}`],
    ...[...trust("", "etcd-server"), ...trust("peer-", "etcd-peer")],
  ];
  started.push(
    spawn("etcd", flags, { stdio: "ignore", env: { ...process.env, ETCD_UNSUPPORTED_ARCH: "arm64" } }),
  );
  const pair = ["-cert", at("kubelet-server.crt"), "-key", at("kubelet-server.key")];
  started.push(
    spawn("openssl", ["s_server", "-accept", KUBELET, ...pair, "-www"], {
      stdio: "ignore",
    }),
  );
  await until(() => {
    const seen = served();
    return seen.kubelet?.known === true && seen["etcd-peers"]?.known === true;
  });
});

afterAll(() => {
  for (const one of started) one.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test("what is renewed is what etcd serves at once, and a server that does not read it again is seen", () => {
  const before = served();
  for (const one of ["etcd-clients", "etcd-peers", "kubelet"] as const) {
    expect(before[one]).toMatchObject({ known: true, value: { isTheFiles: true } });
  }
  // Nothing listens there: that is not known, and no other certificate.
  expect(before.apiserver).toMatchObject({ known: false });

  copyFileSync(join(folder, "kubelet-server.crt"), join(folder, "before.crt"));
  const [clients, peers] = [renew("etcd-server"), renew("etcd-peer")];
  const serial = renew("kubelet-server");
  const after = served();
  expect(after["etcd-clients"]).toMatchObject({ value: { isTheFiles: true, serial: clients } });
  expect(after["etcd-peers"]).toMatchObject({ value: { isTheFiles: true, serial: peers } });
  expect(after.kubelet).toMatchObject({ known: true, value: { isTheFiles: false } });
  expect(after.kubelet).not.toMatchObject({ value: { serial } });
  expect(readFileSync(join(folder, "before.crt"), "utf8")).not.toBe(
    readFileSync(join(folder, "kubelet-server.crt"), "utf8"),
  );
});
