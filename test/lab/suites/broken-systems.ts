import { beforeAll, describe, expect, test } from "vitest";
import { FaultyLab } from "../../faults/faulty-lab.ts";
import { firstAt } from "../../faults/journal.ts";
import { type ClusterLab, type Differences, NODES, SECRETS } from "../cluster-lab.ts";
import { eventually } from "../workspace.ts";

/** Seconds after which a host that is not heard of goes back. */
const WATCHDOG = 45;

/** A system that breaks the node that it is activated on. */
interface Broken {
  readonly what: string;
  /** What machines.ts says then. */
  readonly change: Pick<Differences, "ofAll" | "loadBalancer">;
  /** What is told, beside that it has failed. */
  readonly says?: string;
  /** What deploy is told beside that. */
  readonly further?: readonly string[];
}

const DROPS = "INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -j DROP";

const unit = (fields: string) => `nixos: { systemd: { services: { broken: { ${fields} } } } }`;

const BROKEN: readonly Broken[] = [
  {
    what: "the network: another address takes the interface",
    change: {
      ofAll:
        'nixos: { systemd: { network: { networks: { "05-wrong": { matchConfig: { Name: "enp3s0f0" }, address: ["192.0.2.9/24"] } } } } }',
    },
  },
  {
    what: "sshd's keys: none is accepted any more",
    change: { ofAll: "nixos: { services: { openssh: { settings: { PubkeyAuthentication: false } } } }" },
  },
  {
    what: "sshd's port",
    change: {
      ofAll:
        'nixosUnchecked: { "services.openssh.ports": { _type: "override", priority: 50, content: [2222] } }',
    },
  },
  {
    what: "the firewall: connections that are there stay, new ones to sshd are dropped",
    change: {
      ofAll: unit(
        `wantedBy: ["multi-user.target"], serviceConfig: { Type: "oneshot", RemainAfterExit: true, ExecStart: "/usr/sbin/iptables -I ${DROPS}", ExecStop: "/usr/sbin/iptables -D ${DROPS}" }`,
      ),
    },
  },
  {
    what: "etcd: a setting that it does not take",
    change: { ofAll: 'nixos: { services: { etcd: { extraConf: { HEARTBEAT_INTERVAL: "never" } } } }' },
  },
  {
    what: "the apiserver's flags",
    change: { ofAll: 'nixos: { services: { kubernetes: { apiserver: { extraOpts: "--no-such-flag" } } } }' },
  },
  {
    what: "the scheduler's flags",
    change: { ofAll: 'nixos: { services: { kubernetes: { scheduler: { extraOpts: "--no-such-flag" } } } }' },
  },
  {
    what: "the boot: what everything else waits for does not end",
    change: {
      ofAll: unit(
        'wantedBy: ["sysinit.target"], before: ["sysinit.target"], unitConfig: { DefaultDependencies: false }, serviceConfig: { Type: "oneshot", ExecStart: "/bin/sleep infinity", TimeoutStartSec: "infinity" }',
      ),
    },
    further: ["--reboot", "always"],
  },
  {
    what: "the boot: a file system is missing",
    change: {
      ofAll: unit(
        'requiredBy: ["local-fs.target"], before: ["local-fs.target"], unitConfig: { DefaultDependencies: false, OnFailure: "emergency.target" }, serviceConfig: { Type: "oneshot", ExecStart: "/bin/false" }',
      ),
    },
    further: ["--reboot", "always"],
  },
  {
    what: "the VIP: routers know kube-vip by another AS number",
    change: { loadBalancer: 'bgp({ asn: 64999, peers: ["router"] })' },
    says: "had a BGP session before it was touched, and has none now",
  },
];

/** What a node runs, boots and reads. */
interface Held {
  readonly system: string;
  readonly secrets: string;
}

/** Systems that break a node: it goes back to what it ran, with its secrets, and no other one is touched. */
export function brokenSystems(lab: ClusterLab): void {
  describe("a system that breaks", () => {
    const faulty = new FaultyLab(lab);
    const held = (node: string): Held => {
      const script = `readlink -f /run/current-system /nix/var/nix/profiles/system; cd ${SECRETS} && sha256sum * | sha256sum`;
      const [runs, boots, secrets = ""] = lab.workspace.mustOnHost(node, ["bash", "-c", script]).split("\n");
      return { system: runs === boots ? (runs ?? "") : `runs ${runs}, boots ${boots}`, secrets };
    };

    /** What was started when: without those that end by themselves where the API is slow for a while, as leaders do. */
    const started = () =>
      Object.fromEntries(
        Object.entries(lab.invocations()).map(([node, ids]) => [
          node,
          Object.entries(ids).filter(([unit]) => !/^kube-(controller-manager|scheduler)/.test(unit)),
        ]),
      );

    /**
     * Kubelets forget how often pods have ended. Whoever leaves the VIP has kube-vip's pod ended, and where that was six
     * times within half an hour it would be kept from starting for five minutes.
     */
    function forgetBackOff(): void {
      for (const node of NODES) lab.workspace.mustOnHost(node, ["systemctl", "restart", "kubelet.service"]);
    }

    beforeAll(async () => {
      lab.workspace.mustQuorate("lab", "deploy", "--all", "--yes");
      await eventually("the cluster is there", 300, () => faulty.isWhole());
    });

    test.each(BROKEN)("$what", { timeout: 1_500_000 }, async ({ change, says = "", further = [] }) => {
      forgetBackOff();
      await eventually("the cluster is well", 180, () => faulty.isWhole());
      const before = new Map(NODES.map((node) => [node, held(node)]));
      const units = started();
      faulty.renew();
      lab.change(change);
      faulty.forgetJournal();
      const { code, said } = await faulty.deploy(
        ...["--watchdog", String(WATCHDOG), "--drain", "never", ...further],
      ).ended;
      expect(code, said).toBe(1);
      const target = NODES.find((node) => node === firstAt(faulty.journal(), "arm-watchdog"));
      if (target === undefined) throw new Error(said);
      expect(said).toContain(`${target}: failed, and taken back`);
      expect(said).toContain(says);
      await eventually("the cluster is whole again", 180, () => faulty.isWhole());
      expect(held(target), said).toEqual(before.get(target));
      const went = ["cat", "/var/lib/quorate/watchdog/went-back"];
      expect(lab.workspace.mustOnHost(target, went)).toMatch(/^to=.*\n(.*\n)*code=[04]$/m);
      const left = "/etc/systemd/system.control/quorate-watchdog.service";
      expect(lab.workspace.onHost(target, ["test", "-e", left]).code).toBe(1);
      const after = started();
      for (const node of NODES.filter((name) => name !== target)) {
        expect(held(node), said).toEqual(before.get(node));
        expect(after[node], `${node} was not to be touched`).toEqual(units[node]);
      }
      expect(faulty.cordoned()).toEqual([]);

      lab.change({});
      const good = await faulty.deploy().ended;
      expect(good.code, good.said).toBe(0);
      const again = await faulty.deploy().ended;
      for (const node of NODES) expect(again.said).toContain(`No action needed on ${node}`);
      expect(faulty.isWhole()).toBe(true);
    });
  });
}
