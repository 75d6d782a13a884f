import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { defineCluster, k3s, node, none } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { commandsOfStep, deployPaths } from "@quorate/rollout";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { K3S_FOLDER } from "../../packages/rollout/src/distribution/k3s-paths.ts";
import { answersOf } from "../../packages/rollout/src/observe/answers.ts";
import { issued } from "../../packages/rollout/src/observe/host/issued.ts";

// What a host tells of the certificates that k3s has issued there: its own shell, of files that OpenSSL has made. And
// what restarts k3s for them, with a systemctl that writes down what it is told.

const folder = mkdtempSync(join(tmpdir(), "quorate-issued-"));
const PROGRAMS = join(folder, "programs");
const STARTED = 1_700_000_000;

const machine = { interface: "eth0", disk: "/dev/sda" } as const;
const cluster = resolvedCluster(
  defineCluster({
    name: "test",
    distribution: k3s(),
    kubeMaster: { loadBalancer: none() },
    network: { subnet: "10.0.0.0/24", gateway: "10.0.0.254", nameservers: ["1.1.1.1"] },
    machines: {
      agent: node({ ...machine, ip: "10.0.0.2", services: ["worker"] }),
      server: node({ ...machine, ip: "10.0.0.1", services: ["kubernetes", "etcd"] }),
    },
  }),
);

function nodeCalled(name: string) {
  const found = cluster.nodes.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

function openssl(...words: readonly string[]): string {
  return execFileSync("openssl", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Makes a certificate below the folder, with another one behind it as k3s has it; until when it lasts, in seconds. */
function make(name: string, days: number): number {
  const path = join(folder, `${name}.crt`);
  mkdirSync(dirname(path), { recursive: true });
  const key = join(folder, "key");
  const certificate = (subject: string, last: number) =>
    openssl(
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", subject, "-days", String(last), "-keyout", key],
    );
  const leaf = certificate(`/CN=${name.replaceAll("/", "-")}`, days);
  writeFileSync(path, `${leaf}${certificate("/CN=authority", 3650)}`);
  const end = openssl("x509", "-noout", "-enddate", "-in", path).trim().replace("notAfter=", "");
  return Date.parse(end) / 1000;
}

/** Puts a systemctl before all others that tells when k3s was started, and notes everything else; `code`: how that ends. */
function systemctl(started: string, code = 0): void {
  mkdirSync(PROGRAMS, { recursive: true });
  const script = [
    "#!/bin/sh",
    `case "$*" in *ActiveEnterTimestamp*) echo '${started}' ;; is-active*) exit 0 ;; *) echo "$*" >>${folder}/told; exit ${code} ;; esac`,
  ];
  writeFileSync(join(PROGRAMS, "systemctl"), `${script.join("\n")}\n`);
  chmodSync(join(PROGRAMS, "systemctl"), 0o755);
}

const shell = (script: string) =>
  execFileSync("sh", ["-c", script.replaceAll(K3S_FOLDER, folder)], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${PROGRAMS}:${process.env["PATH"]}` },
    stdio: ["ignore", "pipe", "pipe"],
  });

const look = (name: string) => {
  const script = issued.questions({ cluster, node: nodeCalled(name) }).join("\n");
  return issued.read(answersOf(shell(script).split("\n")));
};

beforeEach(() => systemctl(`@${STARTED}`));
afterEach(() => {
  for (const name of ["server", "agent", "told"])
    rmSync(join(folder, name), { recursive: true, force: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a host of k3s'", () => {
  test("tells until when what lies there lasts, and by its own clock when that was", () => {
    const admin = make("server/tls/client-admin", 100);
    const peers = make("server/tls/etcd/peer-server-client", 300);
    const kubelet = make("agent/serving-kubelet", 365);
    // Of a server's alone, and none that k3s renews.
    make("server/tls/server-ca", 10);
    const seen = look("server");
    if (!seen.known) throw new Error(seen.why);
    expect(seen.value.started).toBe(STARTED);
    expect(Math.abs(seen.value.now - Date.now() / 1000)).toBeLessThan(600);
    expect(seen.value.unreadable).toEqual([]);
    const ends = seen.value.certificates.map(({ name, notAfter }) => [name, Date.parse(notAfter) / 1000]);
    expect(ends).toEqual([
      ["server/tls/client-admin", admin],
      ["server/tls/etcd/peer-server-client", peers],
      ["agent/serving-kubelet", kubelet],
    ]);
    const agent = look("agent");
    expect(agent.known && agent.value.certificates.map(({ name }) => name)).toEqual([
      "agent/serving-kubelet",
    ]);
  });

  test("names what is no certificate, and tells nothing of what is not there", () => {
    make("agent/client-kubelet", 100);
    writeFileSync(join(folder, "agent/serving-kubelet.crt"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    expect(look("agent")).toMatchObject({
      value: { certificates: [{ name: "agent/client-kubelet" }], unreadable: ["agent/serving-kubelet"] },
    });
    writeFileSync(join(folder, "agent/serving-kubelet.crt"), "");
    expect(look("agent")).toMatchObject({ value: { unreadable: ["agent/serving-kubelet"] } });
    rmSync(join(folder, "agent"), { recursive: true });
    systemctl("");
    expect(look("agent")).toMatchObject({
      value: { certificates: [], unreadable: [], started: undefined },
    });
  });
});

describe("k3s", () => {
  const paths = deployPaths(
    { certificates: "/c", flake: "/f", flakeArguments: [], nixArguments: [] },
    "/tmp/q",
  );
  const restart = (since?: number) => {
    const step = {
      kind: "restart-unit",
      node: nodeCalled("agent").name,
      unit: "k3s.service",
      because: "this",
      ...(since === undefined ? {} : { since }),
    } as const;
    const [{ argv }] = commandsOfStep(step, paths);
    const script = argv.at(-1) ?? "";
    try {
      shell(script);
    } catch (error) {
      return `failed ${(error as { status: number }).status}`;
    }
    return existsSync(join(folder, "told")) ? readFileSync(join(folder, "told"), "utf8").trim() : "nothing";
  };

  test.each([
    ["was started before the look", `@${STARTED}`, STARTED + 1, "restart k3s.service"],
    ["was started at the very second of it", `@${STARTED}`, STARTED, "restart k3s.service"],
    ["was started since", `@${STARTED}`, STARTED - 1, "nothing"],
    ["was never started", "", STARTED, "restart k3s.service"],
    ["has a word that is no time", "n/a", STARTED, "restart k3s.service"],
    ["is restarted whenever that was", `@${STARTED}`, undefined, "restart k3s.service"],
  ])("%s", (_, started, since, told) => {
    systemctl(started);
    expect(restart(since)).toBe(told);
  });

  test("that does not start is told", () => {
    systemctl(`@${STARTED}`, 3);
    expect(restart(STARTED + 1)).toBe("failed 3");
  });
});
