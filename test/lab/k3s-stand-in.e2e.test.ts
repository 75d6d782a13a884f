import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { defineCluster, type HostName, k3s as k3sOf, node, none } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { genCerts } from "@quorate/pki";
import { commandsOfStep, deployPaths } from "@quorate/rollout";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { K3S_FOLDER } from "../../packages/rollout/src/distribution/k3s-paths.ts";
import { answersOf } from "../../packages/rollout/src/observe/answers.ts";
import { issued } from "../../packages/rollout/src/observe/host/issued.ts";
import { K3sOnLoopback } from "./k3s-on-loopback.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually } from "./workspace.ts";

// What a server of k3s does at its start, by what is on its disk and what it is told: the lab's stand-in, or the real
// one where QUORATE_K3S names it. With real etcd and a real apiserver, hence it is left out unless it is asked for:
// QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

/** A cluster that made its authorities itself, of one server. */
const adopted = resolvedCluster(
  defineCluster({
    name: "adopted",
    distribution: k3sOf({ authorities: "adopted" }),
    kubeMaster: { loadBalancer: none() },
    network: { subnet: "10.99.0.0/24", gateway: "10.99.0.254", nameservers: ["1.1.1.1"] },
    machines: {
      one: node({
        ip: "10.99.0.1",
        interface: "eth0",
        disk: "/dev/nvme0n1",
        services: ["kubernetes", "etcd"],
      }),
    },
  }),
);

describe.skipIf(leftOut || !wanted)("a server of k3s by itself", () => {
  let k3s: K3sOnLoopback;
  const ready = (data: string) =>
    eventually(
      `the server in ${data} is ready`,
      90,
      () => k3s.ask("/readyz", ...k3s.admin(data)) === "ok 200",
    );
  const fatal = (data: string, ...words: readonly string[]) => {
    const { code, err } = k3s.k3s(...k3s.server(data, ...words));
    return { code, said: /level=fatal msg="(.*)"\n/.exec(err)?.[1] ?? err };
  };

  beforeAll(() => {
    expect(refusals).toEqual([]);
    k3s = new K3sOnLoopback();
  });
  afterEach(() => k3s.stop());
  afterAll(() => k3s?.dispose());

  test("founds where it is told to, and answers before its apiserver does", {
    timeout: 120_000,
  }, async () => {
    k3s.start("first", "--cluster-init", "--secrets-encryption");
    await eventually("it answers", 30, () => k3s.ask("/ping") === "pong 200");
    expect(k3s.ask("/readyz")).toMatch(/ 503$/);
    await ready("first");
    expect(k3s.ask("/readyz")).toMatch(/ 401$/);

    const authority = k3s.read("first", "server/tls/server-ca.crt");
    expect(k3s.ask("/cacerts")).toBe(`${authority} 200`);
    const hash = createHash("sha256").update(authority).digest("hex");
    expect(k3s.read("first", "server/token")).toMatch(new RegExp(`^K10${hash}::server:[0-9a-f]{32}\n$`));
    expect(k3s.read("first", "server/db/etcd/name")).toMatch(/^one-[0-9a-f]{8}$/);

    const secret = k3s.read("first", "server/token").trim().split("::server:")[1];
    expect(k3s.ask("/db/info", "--user", `server:${secret}`)).toContain('"name":"one-');
    expect(k3s.ask("/db/info", "--user", "server:other")).toMatch(/ 401$/);
    expect(k3s.ask("/v1-k3s/readyz", "--user", `node:${secret}`)).toBe("ok 200");
    const snapshot = k3s.k3s("etcd-snapshot", "save", "--data-dir", join(k3s.folder, "first"));
    expect(snapshot.code, snapshot.err).toBe(0);
  });

  test("is the member that it was, without a word and with any", { timeout: 240_000 }, async () => {
    const name = k3s.read("first", "server/db/etcd/name");
    for (const words of [[], ["--cluster-init"], ["--server=https://10.99.0.9:6443"]]) {
      k3s.start("first", "--secrets-encryption", ...words);
      await ready("first");
      expect(k3s.read("first", "server/db/etcd/name")).toBe(name);
      await k3s.stop();
    }
  });

  test("renews at a start what has 120 days left or less, and a look tells when that is", {
    timeout: 180_000,
  }, async () => {
    const at = (name: string) => join(k3s.folder, "first/server/tls", name);
    const extensions = join(k3s.folder, "extensions");
    writeFileSync(extensions, "extendedKeyUsage=clientAuth\n");
    const openssl = (...words: readonly string[]) => execFileSync("openssl", words, { stdio: "pipe" });
    const request = join(k3s.folder, "request");
    openssl(
      "req",
      "-new",
      "-key",
      at("client-admin.key"),
      "-subj",
      "/O=system:masters/CN=system:admin",
      "-out",
      request,
    );
    openssl(
      ...["x509", "-req", "-in", request, "-days", "100", "-extfile", extensions],
      ...["-CA", at("client-ca.crt"), "-CAkey", at("client-ca.key"), "-out", at("client-admin.crt")],
    );
    const [one] = adopted.nodes;
    if (one === undefined) throw new Error("no node");
    const days = () => {
      const script = issued
        .questions({ cluster: adopted, node: one })
        .join("\n")
        .replaceAll(K3S_FOLDER, join(k3s.folder, "first"));
      const seen = issued.read(answersOf(k3s.run("sh", "-c", script).out.split("\n")));
      if (!seen.known) throw new Error(seen.why);
      expect(seen.value.unreadable).toEqual([]);
      const { certificates, now } = seen.value;
      return certificates.map(({ name, notAfter }) => [
        name,
        Math.round((Date.parse(notAfter) / 1000 - now) / 86_400),
      ]);
    };
    const before = Object.fromEntries(days());
    expect(before).toMatchObject({
      "server/tls/client-admin": 100,
      "server/tls/etcd/client": 365,
      "server/tls/etcd/server-client": 365,
      "server/tls/etcd/peer-server-client": 365,
    });
    k3s.start("first", "--secrets-encryption");
    await ready("first");
    expect(Object.fromEntries(days())).toEqual({ ...before, "server/tls/client-admin": 365 });
  });

  test("refuses another token, and one that is of another CA", { timeout: 120_000 }, () => {
    expect(fatal("first", "--secrets-encryption", "--token=another")).toEqual({
      code: 1,
      said: "bootstrap data already found and encrypted with different token",
    });
    expect(fatal("first", `--token=K10${"a".repeat(64)}::server:x`)).toMatchObject({
      code: 1,
      said: expect.stringContaining("token CA hash does not match the Cluster CA certificate hash"),
    });
  });

  test("is taken over with what genCerts makes of its certificate and its token", {
    timeout: 180_000,
  }, async () => {
    const authority = k3s.read("first", "server/tls/server-ca.crt");
    const name = k3s.read("first", "server/db/etcd/name");
    const certificates = join(k3s.folder, "certs");
    mkdirSync(join(certificates, "imported"), { recursive: true, mode: 0o700 });
    writeFileSync(join(certificates, "imported/k3s-server-ca.crt"), authority);
    const secret = k3s.read("first", "server/token").trim().split("::server:")[1];
    writeFileSync(join(certificates, "imported/k3s-token"), `${secret}\n`, { mode: 0o600 });
    const made = await genCerts({ cluster: adopted, certificates, now: new Date() });
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    const host = join(certificates, "hosts/one");
    const files = [
      "--token-file",
      join(host, "k3s-server-token"),
      "--agent-token-file",
      join(host, "k3s-agent-token"),
    ];
    k3s.start("first", "--secrets-encryption", ...files);
    await ready("first");
    // It is the member that it was, with the authority that it had, and takes the token that agents have from now on.
    expect(k3s.read("first", "server/db/etcd/name")).toBe(name);
    expect(k3s.ask("/cacerts")).toBe(`${authority} 200`);
    const agent = readFileSync(join(host, "k3s-agent-token"), "utf8").trim().split("::node:")[1];
    expect(k3s.ask("/v1-k3s/readyz", "--user", `node:${agent}`)).toBe("ok 200");
  });

  test("goes back to a snapshot, by the token of its time, once", { timeout: 240_000 }, async () => {
    const [snapshot = ""] = readdirSync(join(k3s.folder, "first/server/db/snapshots"));
    const restore = [
      "--cluster-reset",
      `--cluster-reset-restore-path=${join(k3s.folder, "first/server/db/snapshots", snapshot)}`,
    ];
    k3s.start("first", "--secrets-encryption");
    await ready("first");
    const made = k3s.k3s("kubectl", "create", "namespace", "after-the-snapshot");
    expect(made.code, made.err).toBe(0);
    await k3s.stop();

    expect(fatal("first", ...restore, "--server=https://10.99.0.9:6443")).toMatchObject({
      code: 1,
      said: expect.stringContaining("cannot perform cluster-reset while server URL is set"),
    });
    const { code, err } = k3s.k3s(...k3s.server("first", "--secrets-encryption", ...restore));
    expect(code, err).toBe(0);
    expect(err).toContain("restart without --cluster-reset flag now");
    expect(fatal("first", ...restore)).toMatchObject({
      code: 1,
      said: expect.stringContaining("previously reset"),
    });

    k3s.start("first", "--secrets-encryption");
    await ready("first");
    const namespaces = k3s.k3s("kubectl", "get", "namespaces", "--output=name").out;
    expect(namespaces).toContain("namespace/kube-system");
    expect(namespaces).not.toContain("after-the-snapshot");
  });

  test("takes the token that a deployment gives it, once, and starts with no other from then on", {
    timeout: 240_000,
  }, async () => {
    k3s.start("first", "--secrets-encryption");
    await ready("first");
    const old = k3s.read("first", "server/token");
    const wanted = old.replace(/[0-9a-f]+\n$/, `${"5e".repeat(24)}\n`);
    const quorate = join(k3s.folder, "quorate");
    const own = join(quorate, "secrets/k3s-server-token");
    mkdirSync(join(quorate, "secrets/.incoming"), { recursive: true });
    writeFileSync(own, old);
    writeFileSync(join(quorate, "secrets/.incoming/k3s-server-token"), wanted);
    writeFileSync(join(quorate, "secrets/k3s-server-ca.crt"), k3s.read("first", "server/tls/server-ca.crt"));
    const name = "one" as HostName;
    const rotates = {
      node: name,
      distribution: "k3s",
      clientUrl: "https://127.0.0.1:2382",
      apiPort: 6443,
    } as const;
    const nothing = { certificates: "certs", flake: ".", flakeArguments: [], nixArguments: [] };
    const [{ argv }] = commandsOfStep(
      { kind: "token-change", node: name, rotates },
      deployPaths(nothing, k3s.folder),
    );
    const script = (argv.at(-1) ?? "")
      .replaceAll("/var/lib/quorate", quorate)
      .replaceAll("/var/lib/rancher/k3s", join(k3s.folder, "first"));
    for (let time = 1; time <= 2; time++) {
      expect(k3s.run("bash", "-c", script)).toMatchObject({ code: 0, err: "" });
      expect(readFileSync(own, "utf8")).toBe(wanted);
      expect(k3s.read("first", "server/token")).toBe(wanted);
    }
    await k3s.stop();
    expect(fatal("first", "--secrets-encryption", `--token=${old.trim()}`)).toEqual({
      code: 1,
      said: "bootstrap data already found and encrypted with different token",
    });
    k3s.start("first", "--secrets-encryption", `--token-file=${own}`);
    await ready("first");
  });

  test("refuses CAs that are newer than those of its cluster", { timeout: 120_000 }, () => {
    appendFileSync(join(k3s.folder, "first/server/tls/request-header-ca.crt"), "\n");
    expect(fatal("first", "--secrets-encryption")).toMatchObject({
      code: 1,
      said: expect.stringContaining("newer than datastore and could cause a cluster outage"),
    });
  });

  test("joins nobody by a token that it has not", { timeout: 120_000 }, async () => {
    k3s.start("second", "--cluster-init");
    await ready("second");
    const join = ["--server=https://127.0.0.1:6443", "--https-listen-port=7443"];
    expect(fatal("third", ...join, "--token=other")).toMatchObject({
      code: 1,
      said: expect.stringContaining("401 Unauthorized"),
    });
    expect(fatal("third", ...join, `--token=K10${"b".repeat(64)}::server:x`)).toMatchObject({
      code: 1,
      said: expect.stringContaining("token CA hash does not match"),
    });
    const own = k3s.read("second", "server/token").trim();
    expect(fatal("third", ...join, `--token=${own}`, "--secrets-encryption")).toMatchObject({
      code: 1,
      said: expect.stringContaining("critical configuration value mismatch"),
    });
    expect(existsSync(`${k3s.folder}/third/server/db/etcd/member`)).toBe(false);
  });

  test("is one of its own, without etcd, where it is told nothing: hence our unit never lets it", {
    timeout: 120_000,
  }, async () => {
    k3s.start("alone");
    await ready("alone");
    expect(existsSync(join(k3s.folder, "alone/server/db/state.db"))).toBe(true);
    expect(existsSync(join(k3s.folder, "alone/server/db/etcd/member"))).toBe(false);
    rmSync(join(k3s.folder, "alone"), { recursive: true, force: true });
  });

  test.each([
    [["server", "--nope"], "Incorrect Usage: flag provided but not defined: -nope"],
    [
      ["agent", "--server=https://x", "--token=y", "--disable=traefik"],
      "flag provided but not defined: -disable",
    ],
    [["agent", "--token=y", "--node-ip=10.99.0.1"], "--server is required"],
    [["agent", "--server=https://x", "--node-ip=10.99.0.1"], "--token is required"],
  ])("refuses to be started by %j", (words, message) => {
    const { code, out, err } = k3s.k3s(...words);
    expect({ code, said: `${out}${err}` }).toEqual({ code: 1, said: expect.stringContaining(message) });
  });
});
