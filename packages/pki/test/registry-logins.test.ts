import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { k3s } from "@quorate/cluster";
import { clusterOf } from "@quorate/cluster/testing";
import { quickDisk, temporaryFolder } from "@quorate/files/testing";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { genCerts, inspectCertificates } from "../src/index.ts";
import { expectDone, expectEnd, NOW } from "./folder.ts";

const cluster = clusterOf(
  { stacked: 1, workers: 1 },
  { distribution: k3s({ logins: ["registry.lan:5000", "docker.io"] }) },
);
const FILE = "k3s-registries.yaml";

/** A folder with these files below registries/, and nothing else yet. */
function folder(files: Readonly<Record<string, string>>, mode = 0o600): string {
  const certificates = join(temporaryFolder(), "certs");
  mkdirSync(join(certificates, "registries"), { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(certificates, "registries", name), text, { mode });
  }
  return certificates;
}

const run = (certificates: string) => genCerts({ cluster, certificates, now: NOW, disk: quickDisk });
const inspect = (certificates: string) =>
  inspectCertificates({ cluster, certificates, now: NOW }).map(
    ({ code, where }) => `${code} ${where.slice(certificates.length + 1)}`,
  );

const GOOD = {
  "registry.lan:5000": '# of CI\nusername: ci\npassword: a: b"c #\\ é\r\n',
  "docker.io": "token: dckr_1234\n",
};

describe("what nodes log in to registries with", () => {
  it("is put together for k3s, and is on every node, for its owner alone", async () => {
    const certificates = folder(GOOD);
    const { rows } = expectDone(await run(certificates));
    expect(rows.find(({ name }) => name === "k3s-registries")).toMatchObject({ status: "new" });
    for (const place of ["authorities", "hosts/node1", "hosts/node2"]) {
      const path = join(certificates, place, FILE);
      const token = { auth: { identity_token: "dckr_1234" } };
      expect(parse(readFileSync(path, "utf8"))).toEqual({
        configs: {
          "docker.io": token,
          "registry-1.docker.io": token,
          "registry.lan:5000": { auth: { username: "ci", password: 'a: b"c #\\ é' } },
        },
      });
      expect(readFileSync(path, "utf8").split("\n")).toHaveLength(2);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
    expect(inspect(certificates)).toEqual([]);
    expect(expectDone(await run(certificates)).written).toBe(0);
    // Nothing was done to what somebody has put there.
    expect(readdirSync(join(certificates, "registries")).sort()).toEqual(["docker.io", "registry.lan:5000"]);
  });

  it("is another one once its file is, which a deployment does not begin without", async () => {
    const certificates = folder(GOOD);
    expectDone(await run(certificates));
    writeFileSync(join(certificates, "registries/docker.io"), "token: dckr_5678\n");
    expect(inspect(certificates)).toEqual([`file-differs authorities/${FILE}`]);
    const { rows } = expectDone(await run(certificates));
    expect(rows.find(({ name }) => name === "k3s-registries")).toMatchObject({ status: "rewritten" });
    expect(readFileSync(join(certificates, "hosts/node2", FILE), "utf8")).toContain("dckr_5678");
    expect(inspect(certificates)).toEqual([]);
  });

  it("that is not there is told by genCerts and before a deployment, with how to make it", async () => {
    const certificates = folder(GOOD);
    expectDone(await run(certificates));
    rmSync(join(certificates, "registries"), { recursive: true });
    const missing = ["docker.io", "registry.lan:5000"].map(
      (name) => `registry-login-missing registries/${name}`,
    );
    expect(inspect(certificates)).toEqual(missing);
    const problems = expectEnd(await run(certificates), "wrong-input");
    expect(problems.map(({ code }) => code)).toEqual(["registry-login-missing", "registry-login-missing"]);
    expect(problems[1]?.where).toBe(join(certificates, "registries/registry.lan:5000"));
    expect(problems[1]?.hint).toContain(">registries/registry.lan:5000)");
  });

  it.each([
    ["nothing", ""],
    ["a user alone", "username: ci\n"],
    ["a password alone", "password: hunter22\n"],
    ["an empty password", "username: ci\npassword:\n"],
    ["a token and a user", "username: ci\ntoken: hunter22\n"],
    ["two passwords", "username: ci\npassword: hunter22\npassword: hunter23\n"],
    ["a word of its own", "username: ci\npasswort: hunter22\n"],
    ["a line that says nothing", "hunter22\n"],
    ["a character that is none", "username: ci\npassword: hunter\u000022\n"],
  ])("is refused where its file has %s, and nothing of it is said", async (_, text) => {
    const certificates = folder({ ...GOOD, "docker.io": text });
    const problems = expectEnd(await run(certificates), "wrong-input");
    expect(problems.map(({ code }) => code)).toEqual(["registry-login-broken"]);
    expect(JSON.stringify(problems)).not.toContain("hunter");
  });

  it("is closed to others, and is an orphan where no machines.ts names it", async () => {
    const certificates = folder({ ...GOOD, "ghcr.io": "token: x\n" }, 0o644);
    expectDone(await run(certificates));
    const { rows, warnings } = expectDone(await run(certificates));
    expect(rows.filter(({ status }) => status === "orphan").map(({ path }) => path)).toEqual([
      "registries/ghcr.io",
    ]);
    expect(warnings).toEqual([]);
    for (const name of readdirSync(join(certificates, "registries"))) {
      expect(statSync(join(certificates, "registries", name)).mode & 0o777, name).toBe(0o600);
    }
  });
});
