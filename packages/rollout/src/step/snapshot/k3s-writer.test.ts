import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { madeUpHost } from "../../../test/made-up-host.ts";
import { TEST_PATHS, TEST_STEPS } from "../../testing/steps.ts";
import { takeSnapshot } from "./take-snapshot.ts";

// The script of a server's host as it is run there: k3s, etcd's HTTP and systemd are in its folder.

const SECRET = "0123456789abcdef";
const TOKEN = `K10${"a".repeat(64)}::server:${SECRET}`;
const NEW = `K10${"a".repeat(64)}::server:another`;
const sha256 = (text: string | Buffer) => createHash("sha256").update(text);
const place = (secret: string) => `/bootstrap/${sha256(secret).digest("hex").slice(0, 12)}`;
const body = Buffer.from("all that is in etcd\n".repeat(100));
const database = Buffer.concat([body, sha256(body).digest()]);

const {
  at,
  put,
  program,
  run: runThere,
} = madeUpHost({
  "/var/lib/rancher/k3s": "k3s",
  "/var/lib/quorate/secrets": "secrets",
  "/var/lib/quorate": "quorate",
});
beforeEach(() => {
  mkdirSync(at("k3s/server/db/snapshots"), { recursive: true });
  put("k3s/server/token", `${TOKEN}\n`);
  put("secrets/k3s-server-token", NEW);
  put("database", database);
  program("sleep", ":");
  program("systemctl", `echo '{ path=${at("bin/its-k3s")} ; argv[]=k3s server ; }'`);
  etcd({ secret: SECRET });
  k3s(`cp ${at("database")} "$to/$name-server1-1"`);
});

/** etcd's HTTP on the host: what it has of k3s' is sealed with this secret. */
function etcd({ secret }: { readonly secret: string }): void {
  const key = Buffer.from(place(secret)).toString("base64");
  program(
    "curl",
    [
      `for word; do case $word in *'"key":"'*) asked=$word ;; esac; done`,
      `case "$*" in`,
      `*maintenance/status*) echo '{"header": {"cluster_id":"1","revision":"42"}, "version":"3.6.4","storageVersion":"3.6.0","dbSize":"2000", "dbSizeInUse":"1"}' ;;`,
      `*kv/range*) case $asked in *'"${key}"'*) echo '{"header":{}, "count": "1"}' ;; *) echo '{"header":{}}' ;; esac ;;`,
      "esac",
    ].join("\n"),
  );
}

/** What `k3s etcd-snapshot save` does; `$name` and `$to` are what it is told. */
function k3s(save: string): void {
  program(
    "its-k3s",
    [
      `[ "$1" != --version ] || { echo 'k3s version v1.36.2+k3s1 (abc)'; exit; }`,
      `echo "$*" >>${at("asked")}`,
      `for word; do case $word in --name=*) name=\${word#*=} ;; --etcd-snapshot-dir=*) to=\${word#*=} ;; esac; done`,
      `case $2 in save) ${save} ;; esac`,
    ].join("\n"),
  );
}

const FOLDER = () => at(`quorate/snapshots/${TEST_PATHS.run}`);

function run(): { readonly code: number | null; readonly stderr: string } {
  const step = { ...TEST_STEPS.snapshot, distribution: "k3s", apiPort: 7443 } as const;
  const [command] = takeSnapshot.commands(step, TEST_PATHS);
  const { code, said } = runThere(command);
  if (code !== 0) expect(existsSync(FOLDER()), "what is half done is removed").toBe(false);
  return { code, stderr: said };
}

describe("a snapshot of a server", () => {
  test("is k3s' own, with the token that opens it, for nobody else to read, and k3s keeps nothing of it", () => {
    expect(run()).toEqual({ code: 0, stderr: "" });
    expect(readdirSync(FOLDER()).sort()).toEqual(["k3s-server-token", "snapshot.db", "taken.json"]);
    expect(readFileSync(join(FOLDER(), "snapshot.db")).equals(database)).toBe(true);
    expect(readFileSync(join(FOLDER(), "k3s-server-token"), "utf8").trim()).toBe(TOKEN);
    for (const name of readdirSync(FOLDER())) {
      expect(statSync(join(FOLDER(), name)).mode & 0o077, name).toBe(0);
    }
    const { takenAt, status, ...taken } = JSON.parse(readFileSync(join(FOLDER(), "taken.json"), "utf8"));
    expect(takenAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    // Without an etcdutl that says more.
    expect(status.revision ?? 0).toBeGreaterThan(0);
    expect(taken).toEqual({
      etcdVersion: "3.6.4",
      server: "1.36.2",
      bytes: database.length,
      sha256: sha256(database).digest("hex"),
    });
    const name = `quorate-${TEST_PATHS.run}`;
    const where = `--etcd-server=https://127.0.0.1:7443 --etcd-snapshot-dir=${FOLDER()}`;
    expect(readFileSync(at("asked"), "utf8").trim().split("\n")).toEqual([
      `etcd-snapshot save ${where} --name=${name}`,
      `etcd-snapshot delete ${where} ${name}-server1-1`,
    ]);
    expect(JSON.stringify(taken)).not.toContain(SECRET);
  });

  test("is found where a server writes it that lets nobody say where to", () => {
    k3s(`cp ${at("database")} "${at("k3s/server/db/snapshots/")}$name-server1-1"`);
    expect(run().code).toBe(0);
    expect(readdirSync(at("k3s/server/db/snapshots"))).toEqual([]);
    expect(readFileSync(join(FOLDER(), "snapshot.db")).equals(database)).toBe(true);
  });

  test("has the token of the two that opens it", () => {
    etcd({ secret: "another" });
    expect(run().code).toBe(0);
    expect(readFileSync(join(FOLDER(), "k3s-server-token"), "utf8").trim()).toBe(NEW);
  });

  test("has a short token too", () => {
    writeFileSync(at("k3s/server/token"), SECRET);
    expect(run().code).toBe(0);
    expect(readFileSync(join(FOLDER(), "k3s-server-token"), "utf8")).toBe(SECRET);
  });

  test("waits for one that is under way", () => {
    k3s(
      `[ -e ${at("twice")} ] || { touch ${at("twice")}; echo 'snapshot save already in progress'; exit 1; }; cp ${at("database")} "$to/$name-server1-1"`,
    );
    expect(run()).toEqual({ code: 0, stderr: "" });
  });

  test.each<[string, () => void, string]>([
    ["k3s says no", () => k3s("echo 'level=fatal msg=no' >&2; exit 1"), "level=fatal msg=no"],
    ["k3s leaves nothing", () => k3s(":"), "where is not known"],
    [
      "it is compressed",
      () => k3s(`cp ${at("database")} "$to/$name-server1-1.zip"`),
      "take etcd-snapshot-compress out of its flags",
    ],
    ["it is cut short", () => k3s(`head -c 100 ${at("database")} >"$to/$name-1"`), "its own hash is another"],
    ["no token opens it", () => etcd({ secret: "a third" }), "no token on this host opens what etcd has"],
    ["etcd does not answer", () => program("curl", "exit 7"), "does not say how large it is"],
    ["there is no space", () => program("df", "echo x; echo x x x 1000"), "and only 0 MiB are free there"],
  ])("is none where %s", (_, breaks, said) => {
    breaks();
    const { code, stderr } = run();
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(said) });
    expect(stderr).not.toContain(SECRET);
  });
});
