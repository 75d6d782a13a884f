import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostPaths } from "@quorate/lab";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { TestLab } from "./lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { answered, eventuallyAsync } from "./workspace.ts";

// kube-vip's program as the lab's image has it, on a host without Kubernetes, and real routers: the lab's own, and
// gobgpd on the other hosts, configured here.

const NAME = "kube-vip-sessions";

/** What node1's kube-vip is told beside what differs. */
const COMMON = {
  vip_arp: "false",
  port: "6443",
  vip_nodename: "node1",
  vip_interface: "lo",
  vip_subnet: "32",
  dns_mode: "first",
  cp_enable: "true",
  cp_namespace: "kube-system",
  bgp_enable: "true",
  bgp_routerid: "10.0.0.11",
  bgp_as: "64513",
  bgp_hold_time: "3",
  bgp_keepalive_interval: "1",
  address: "10.0.0.100",
  prometheus_server: ":2112",
  k8s_config_file: "/run/kubeconfig",
};

const ROUTE = "10.0.0.100/32";

/** A kubeconfig that nobody answers: with BGP it is read, and nothing is asked. */
const KUBECONFIG = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "here", cluster: { server: "https://127.0.0.1:6443" } }],
  users: [{ name: "nobody", user: {} }],
  contexts: [{ name: "here", context: { cluster: "here", user: "nobody" } }],
  "current-context": "here",
});

const neighbour = (address: string, more: object = {}) => ({
  config: { "neighbor-address": address, "peer-as": 64513, ...more },
  transport: { config: { "passive-mode": true } },
  timers: { config: { "hold-time": 3, "keepalive-interval": 1 } },
});

describe.skipIf(leftOut)("kube-vip's sessions", () => {
  let lab: TestLab;

  /** What a script on a machine printed; it has to end well. */
  const on = async (machine: string, script: string) => {
    const { code, out, err } = await lab.on(machine, `set -eu; ${script}`);
    if (code !== 0) throw new Error(`${machine}: ${script} ended with ${code}: ${out}${err}`);
    return out;
  };
  const start = (variables: Readonly<Record<string, string>>) => {
    const words = Object.entries({ ...COMMON, ...variables }).map(
      ([name, value]) => `--setenv=${name}=${value}`,
    );
    return on(
      "node1",
      `systemd-run --quiet --unit=kube-vip ${words.join(" ")} /etc/quorate-lab/kube-vip manager`,
    );
  };
  /** What a router's daemon answers; gobgp waits for it for a second, which is in vain at times on a busy machine. */
  const asked = (router: string, script: string) =>
    answered(`${router} answers`, 120, () => on(router, `set -o pipefail; ${script}`));
  const routes = async (router: string, family: "ipv4" | "ipv6" = "ipv4") => {
    const table = JSON.parse(await asked(router, `gobgp global rib -a ${family} -j`)) as object;
    return Object.keys(table);
  };
  const session = async (router: string, address: string) =>
    (await asked(router, `gobgp neighbor ${address} -j | jq -r .state.session_state`)).trim();
  const ESTABLISHED = "6";
  /** gobgpd on a host of the lab, as a router with these neighbours. */
  const startRouter = async (host: string, asn: number, id: string, neighbors: readonly object[]) => {
    const config = { global: { config: { as: asn, "router-id": id } }, neighbors };
    writeFileSync(join(etcOf(host), "router.json"), JSON.stringify(config));
    const words = "--config-type=json --config-file=/etc/quorate-lab/router.json --log-plain --pprof-disable";
    await on(host, `systemd-run --quiet --unit=router gobgpd ${words}`);
    // It answers before it has read its configuration.
    const count = async () => (await asked(host, "gobgp neighbor -j | jq length")).trim();
    await eventuallyAsync(
      "it has its neighbours",
      120,
      async () => (await count()) === `${neighbors.length}`,
    );
  };
  const etcOf = (host: string) => hostPaths(join(lab.plan.folder, "machines", host)).etc;

  beforeAll(async () => {
    expect(refusals).toEqual([]);
    lab = new TestLab(NAME);
    await lab.lab("down");
    const prepared = await lab.lab("prepare", "--json");
    expect(prepared).toMatchObject({ code: 0 });
    const { artefacts } = JSON.parse(prepared.out) as { readonly artefacts: string };
    expect(await lab.up()).toMatchObject({ code: 0 });
    const program = join(etcOf("node1"), "kube-vip");
    writeFileSync(program, programOf(join(artefacts, "images/kube-vip.tar"), "kube-vip"));
    chmodSync(program, 0o755);
    await on("node1", `cat >/run/kubeconfig <<'end'\n${KUBECONFIG}\nend`);
  });
  afterEach(async () => {
    await lab.on(
      "node1",
      "systemctl kill --signal=KILL kube-vip; systemctl stop kube-vip; systemctl reset-failed",
    );
    await lab.on("node1", "ip address flush dev lo scope host to 10.0.0.100/32");
    for (const host of ["node2", "node3"]) await lab.on(host, "systemctl stop router");
    // What the next test waits for is not to be what this one has left.
    await eventuallyAsync(
      "the router has let go",
      120,
      async () =>
        (await session("router", "10.0.0.11")) !== ESTABLISHED && !(await routes("router")).includes(ROUTE),
    );
  });
  afterAll(async () => {
    await lab?.dispose();
  });

  test("announce the VIP, withdraw it in order at the end, and leave the address on lo", async () => {
    await start({ bgp_peers: "10.0.0.1:64512::false" });
    await eventuallyAsync("the router has the route", 120, async () =>
      (await routes("router")).includes(ROUTE),
    );
    await expect
      .poll(() => on("node1", "curl -s http://127.0.0.1:2112/metrics"))
      .toContain(
        'kube_vip_manager_bgp_session_info{peer="10.0.0.1:179",state="SESSION_STATE_ESTABLISHED"} 1',
      );
    await on("node1", "systemctl stop kube-vip");
    await expect.poll(() => routes("router")).not.toContain(ROUTE);
    expect(await on("node1", "ip -oneline address show dev lo")).toContain(
      "inet 10.0.0.100/32 scope host lo",
    );
    expect(await on("node1", "systemctl show --property=Result kube-vip")).toBe("Result=success\n");
  });

  test("of one that is killed are kept for as long as they are held", async () => {
    await start({ bgp_peers: "10.0.0.1:64512::false" });
    await eventuallyAsync("the router has the route", 120, async () =>
      (await routes("router")).includes(ROUTE),
    );
    await on("node1", "systemctl kill --signal=STOP kube-vip");
    await eventuallyAsync(
      "the router gives it up",
      120,
      async () => !(await routes("router")).includes(ROUTE),
    );
  });

  test("are with several routers, each with the password that it knows", async () => {
    await startRouter("node3", 64514, "10.0.0.13", [neighbour("10.0.0.11", { "auth-password": "right" })]);
    await start({ bgp_peers: "10.0.0.1:64512::false,10.0.0.13:64514:right:false" });
    for (const router of ["router", "node3"])
      await eventuallyAsync(`${router} has the route`, 120, async () =>
        (await routes(router)).includes(ROUTE),
      );
  });

  test("are none with a wrong password, nor without the one that is wanted", async () => {
    await startRouter("node3", 64514, "10.0.0.13", [neighbour("10.0.0.11", { "auth-password": "right" })]);
    for (const password of ["wrong", ""]) {
      await start({ bgp_peers: `10.0.0.1:64512::false,10.0.0.13:64514:${password}:false` });
      await eventuallyAsync("the other router has the route", 120, async () =>
        (await routes("router")).includes(ROUTE),
      );
      // Whoever may come in comes within the time that a second try takes.
      await new Promise((resolve) => setTimeout(resolve, 12_000));
      expect(await session("node3", "10.0.0.11")).not.toBe(ESTABLISHED);
      expect(await routes("node3")).toEqual([]);
      await on("node1", "systemctl stop kube-vip");
    }
  });

  test("reach a router behind another one where multihop is set, and there alone", async () => {
    await on("node2", "ip address add 192.0.2.2/32 dev lo");
    await on("router", "ip route add 192.0.2.2/32 via 10.0.0.12");
    const far = { "ebgp-multihop": { config: { enabled: true, "multihop-ttl": 64 } } };
    await startRouter("node2", 64515, "10.0.0.12", [
      {
        ...neighbour("10.0.0.11"),
        ...far,
        transport: { config: { "passive-mode": true, "local-address": "192.0.2.2" } },
      },
    ]);
    await start({ bgp_peers: "10.0.0.1:64512::false,192.0.2.2:64515::false" });
    await eventuallyAsync("the near one has the route", 120, async () =>
      (await routes("router")).includes(ROUTE),
    );
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    expect(await routes("node2")).toEqual([]);
    await on("node1", "systemctl stop kube-vip");
    await start({ bgp_peers: "10.0.0.1:64512::false,192.0.2.2:64515::true" });
    await eventuallyAsync("the far one has the route", 120, async () =>
      (await routes("node2")).includes(ROUTE),
    );
  });

  test("carry a VIP of IPv6 over IPv6, and of neither family over the other", async () => {
    await on("node3", "ip address add fd00:9::13/64 dev enp3s0f0 nodad");
    await on("node1", "ip address add fd00:9::11/64 dev enp3s0f0 nodad");
    await startRouter("node3", 64514, "10.0.0.13", [neighbour("fd00:9::11"), neighbour("10.0.0.11")]);
    const both = "[fd00:9::13]:64514::false,10.0.0.1:64512::false";
    await start({ address: "fd00:9::100", vip_subnet: "128", bgp_peers: both });
    await eventuallyAsync("the session of IPv6 has the route", 120, async () =>
      (await routes("node3", "ipv6")).includes("fd00:9::100/128"),
    );
    await eventuallyAsync(
      "so is the other session",
      120,
      async () => (await session("router", "10.0.0.11")) === "6",
    );
    expect(await routes("router", "ipv6")).toEqual([]);
    await on("node1", "systemctl stop kube-vip");
    await start({ bgp_peers: both });
    await eventuallyAsync("the session of IPv4 has the route", 120, async () =>
      (await routes("router")).includes(ROUTE),
    );
    await eventuallyAsync(
      "so is the other session",
      120,
      async () => (await session("node3", "fd00:9::11")) === "6",
    );
    expect(await routes("node3")).toEqual([]);
  });

  test("announce nothing before the apiserver is healthy, and withdraw when it is not", async () => {
    const answer = ["#!/bin/sh", "read -r _", "printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n'"];
    await on("node1", `cat >/run/answer <<'end'\n${answer.join("\n")}\nend\nchmod +x /run/answer`);
    const listen = "systemd-run --quiet --unit=healthy socat TCP-LISTEN:8080,fork,reuseaddr EXEC:/run/answer";
    await start({
      bgp_peers: "10.0.0.1:64512::false",
      control_plane_health_check_address: "http://127.0.0.1:8080/livez",
      control_plane_health_check_period_seconds: "1",
      control_plane_health_check_timeout_seconds: "1",
      control_plane_health_check_failure_threshold: "2",
    });
    await eventuallyAsync(
      "there is a session",
      120,
      async () => (await session("router", "10.0.0.11")) === "6",
    );
    expect(await routes("router")).not.toContain(ROUTE);
    await on("node1", listen);
    await eventuallyAsync("the VIP is announced", 120, async () => (await routes("router")).includes(ROUTE));
    await on("node1", "systemctl stop healthy");
    await eventuallyAsync("it is withdrawn", 120, async () => !(await routes("router")).includes(ROUTE));
    expect(await session("router", "10.0.0.11")).toBe(ESTABLISHED);
  });

  test("are none where it is told what it does not know", async () => {
    await start({ bgp_peers: "10.0.0.1:64512::false", lb_enable: "true" });
    await eventuallyAsync("it ends", 120, async () =>
      (await lab.on("node1", "systemctl is-failed kube-vip")).out.includes("failed"),
    );
    // What a process has said last is in the journal a moment after its end.
    await expect
      .poll(async () => (await lab.lab("logs", "node1", "-u", "kube-vip")).out)
      .toContain("lb_enable: this stand-in does not know it");
  });
});

/** A program of an image that the lab has packed: of the one layer that it has. */
function programOf(archive: string, name: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "quorate-image-"));
  try {
    execFileSync("tar", ["-C", folder, "-xf", archive]);
    const read = (path: string) => JSON.parse(readFileSync(join(folder, path), "utf8"));
    const blob = (digest: string) => `blobs/sha256/${digest.replace("sha256:", "")}`;
    const manifest = read(blob(read("index.json").manifests[0].digest));
    const layer = join(folder, blob(manifest.layers[0].digest));
    return execFileSync("tar", ["-xOf", layer, `./${name}`], { maxBuffer: 2 ** 28 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
