import { createHash } from "node:crypto";
import { failed, isHostKey, isSshKey, secretOfToken } from "@quorate/cluster";
import type { Inventory } from "../inventory.ts";
import { type InventoryProblem, type InventoryResult, problem } from "../problem-kind.ts";
import type { Adoption, NodeAdoption, OfK3s, ToldByMachines } from "./adoption.ts";
import { agreedValue } from "./agreed-flags.ts";
import {
  disagreements,
  inexpressible,
  namesOf,
  type Told,
  type ToldRunning,
  type ToldServer,
} from "./agreement.ts";
import { CONTROL_PLANE_TAINT, carriedFlags } from "./carried-flags.ts";
import { judgeDisks } from "./disks.ts";
import { judgeEncryption } from "./encryption.ts";
import type { HostAnswer } from "./host-answer.ts";
import { isOn } from "./k3s-flags.ts";
import { disksLeft, filesLeft, flagsLeft, hostKeyLeft, keysLeft, notRunning } from "./left.ts";
import { notTakenOver } from "./unsupported.ts";
import { versionOf } from "./versions.ts";

/** What the machines of an inventory told, by their addresses. */
export type Answered = ReadonlyMap<string, HostAnswer>;

/** What the machines told that an inventory may leave out. */
export function toldByMachines({ nodes }: Inventory, answers: Answered): ToldByMachines {
  const of = (field: "interface" | "disk") =>
    new Map(
      nodes.flatMap(({ address }) => {
        const value = answers.get(address)?.[field];
        return value === undefined ? [] : [[address, value] as const];
      }),
    );
  const shared = (field: "gateway" | "subnet") => {
    const values = new Set(nodes.flatMap(({ address }) => answers.get(address)?.[field] ?? []));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const gateway = shared("gateway");
  const subnet = shared("subnet");
  return {
    interface: { of: of("interface") },
    disk: { of: of("disk") },
    ...(gateway === undefined ? {} : { gateway }),
    ...(subnet === undefined ? {} : { subnet }),
  };
}

/**
 * What of a cluster that runs machines.ts has to say, by what each of its machines told. What makes it no cluster, or
 * not the inventory's, refuses it; what can't be taken over yet is told with what to do. Pure.
 */
export function adopt(inventory: Inventory, answers: Answered): InventoryResult<Adoption> {
  const told = inventory.nodes.flatMap((node): readonly Told[] => {
    const answer = answers.get(node.address);
    return answer === undefined ? [] : [{ node, answer }];
  });
  const running = told.flatMap((one): readonly ToldRunning[] =>
    one.answer.k3s === undefined ? [] : [{ ...one, k3s: one.answer.k3s }],
  );
  const servers = running.filter(({ k3s }) => k3s.role === "server");
  const agents = running.filter(({ k3s }) => k3s.role === "agent");
  const encryption = judgeEncryption(inventory, servers);
  const refused: InventoryProblem[] = [
    ...noCluster(inventory, running, servers),
    ...disagreements(servers, agents),
    ...inexpressible(servers),
    ...(encryption.ok || servers.length === 0 ? [] : encryption.problems),
    ...wrongTokens(inventory, servers),
    ...running.flatMap(otherName),
    ...running.flatMap(notTakenOver),
  ];
  const [first] = servers;
  const serverAuthority = servers.map(({ k3s }) => k3s.serverAuthority).find((one) => one !== undefined);
  if (first !== undefined && serverAuthority === undefined) refused.push(authorityNotTold(inventory));
  if (refused.length > 0 || first === undefined || serverAuthority === undefined || !encryption.ok)
    return failed(...refused);
  const { flags } = first.k3s;
  const { version, ladder } = versionOf(servers.flatMap(({ k3s }) => k3s.version ?? []));
  const nodes = new Map<string, NodeAdoption>();
  const warnings: InventoryProblem[] = [];
  for (const one of told) {
    const judged = judgeDisks(one.answer, one.node.bootDevice ?? one.answer.disk);
    const hostKey = hostKeyOf(one.answer);
    const k3s = running.find(({ node }) => node === one.node);
    nodes.set(one.node.name, {
      // Without its disks it is no machine to be deployed to as it is: it stays one that deploy does not know.
      ...(judged.ok
        ? { ...judged.value, hostKey }
        : { boot: judged.boot, hostKey: undefined, disks: undefined }),
      ...roleOf(k3s, agents.length > 0),
    });
    if (!judged.ok) warnings.push(disksLeft(one.node, judged.why));
    warnings.push(
      ...(k3s === undefined
        ? [notRunning(one)]
        : [...flagsLeft(k3s, [...carriedFlags(k3s).left, ...otherSnapshots(k3s, first)]), ...filesLeft(k3s)]),
    );
  }
  const states = [
    ...new Set(told.flatMap(({ answer }) => answer.stateVersion ?? answer.release ?? [])),
  ].sort();
  const ports = servers.map(({ k3s }) => k3s.ports).find((one) => one !== undefined);
  warnings.push(
    ...clusterWarnings(inventory, { ladder, states, portsKnown: ports !== undefined }),
    ...told.flatMap(keysLeft),
    ...told.filter(({ answer }) => hostKeyOf(answer) === undefined).map(hostKeyLeft),
  );
  const value: Adoption = {
    version,
    serverAuthority,
    disable: flags.get("disable") ?? [],
    snapshots: snapshotsOf(first),
    sans: [...new Set(servers.flatMap(({ k3s }) => k3s.flags.get("tls-san") ?? []))]
      .map((name) => name.toLowerCase())
      .sort(),
    pods: agreedValue(flags, "cluster-cidr"),
    services: agreedValue(flags, "service-cidr"),
    domain: agreedValue(flags, "cluster-domain"),
    backend: agreedValue(flags, "flannel-backend"),
    port: Number(agreedValue(flags, "https-listen-port")),
    encryptSecrets: encryption.encrypted,
    stateVersion: states[0],
    rootKeys: [...new Set(told.flatMap(({ answer }) => answer.rootKeys.filter(isSshKey)))],
    tcp: portsOf(ports ?? [], "TCP"),
    udp: portsOf(ports ?? [], "UDP"),
    nodes,
    // The token is taken over, and known to too many.
    left: warnings.filter(({ code }) => code !== "adoption-token-known").map(({ message }) => message),
  };
  return { ok: true, value, warnings };
}

function noCluster(
  { file }: Inventory,
  running: readonly ToldServer[],
  servers: readonly ToldServer[],
): readonly InventoryProblem[] {
  // What starts k3s in a way of its own is told as that.
  if (servers.length > 0 || running.some(({ k3s }) => k3s.role === undefined)) return [];
  const hint = "Without --from-cluster the inventory is imported as it is: its machines are installed anew.";
  const message =
    running.length === 0
      ? "none of the machines starts k3s: there is no cluster to be taken over"
      : `only agents of k3s run (${namesOf(running)}), and no server tells of the cluster`;
  return [problem("adoption-none", file, message, hint)];
}

function wrongTokens(
  { joinToken, places, file }: Inventory,
  servers: readonly ToldServer[],
): readonly InventoryProblem[] {
  const wanted = createHash("sha256").update(secretOfToken(joinToken)).digest("hex");
  const others = servers.filter(({ k3s }) => k3s.token !== undefined && k3s.token !== wanted);
  if (others.length === 0) return [];
  return [
    problem(
      "adoption-token",
      places.get("join_token") ?? file,
      `the servers have another token than this one: ${namesOf(others)}`,
      "Was it changed in the file alone, or is this another cluster's inventory? What is behind ::server: in a server's /var/lib/rancher/k3s/server/token is the one to write.",
    ),
  ];
}

function otherName({ node, answer }: Told): readonly InventoryProblem[] {
  if (answer.name === undefined || answer.name === node.name) return [];
  return [
    problem(
      "adoption-name",
      node.place,
      `${node.address} is called ${answer.name} in its cluster, and ${node.name} by this inventory`,
      "A node of another name is another node, and another member of etcd: give it the hostname that it has. nk3 derived names from addresses since 2024-06-16.",
    ),
  ];
}

/** A machine's services, and what k3s is told on it alone. */
function roleOf(one: ToldRunning | undefined, hasAgents: boolean): OfK3s {
  if (one === undefined)
    return { role: "server", labels: {}, taints: [], schedulable: undefined, extraFlags: [] };
  const { labels, taints, reserved, extraFlags } = carriedFlags(one);
  const role = one.k3s.role ?? "server";
  // With agents beside it a server has no ordinary pods here, unless it is said; without them it has.
  if (role === "server" && hasAgents) return { role, labels, taints, schedulable: !reserved, extraFlags };
  const all = reserved ? [...taints, CONTROL_PLANE_TAINT] : taints;
  return { role, labels, taints: all, schedulable: undefined, extraFlags };
}

/** When servers take snapshots by themselves; as the first one does. */
function snapshotsOf({ k3s: { flags } }: ToldServer): Adoption["snapshots"] {
  const schedule = flags.get("etcd-snapshot-schedule-cron")?.[0];
  const keep = isOn(flags, "etcd-disable-snapshots") ? "0" : flags.get("etcd-snapshot-retention")?.[0];
  return {
    ...(schedule === undefined ? {} : { schedule }),
    ...(keep === undefined ? {} : { keep: Number(keep) }),
  };
}

/** Where a server takes snapshots at other times than the first, which are everybody's here. */
function otherSnapshots(one: ToldRunning, first: ToldServer): readonly string[] {
  if (one.k3s.role !== "server") return [];
  const [own, shared] = [one, first].map((each) => JSON.stringify(snapshotsOf(each)));
  return own === shared ? [] : [`its times of snapshots (those of ${first.node.address} are written down)`];
}

function hostKeyOf({ hostKey }: HostAnswer): string | undefined {
  return hostKey !== undefined && isHostKey(hostKey) ? hostKey : undefined;
}

function authorityNotTold({ places, file }: Inventory): InventoryProblem {
  return problem(
    "adoption-authorities",
    places.get("nodes") ?? file,
    "no server told the authority that its cluster has made for servers (/var/lib/rancher/k3s/server/tls/server-ca.crt)",
    "See that k3s runs on the servers, and that base64 and sha256sum are on root's PATH there: without that certificate nobody could know the cluster again.",
  );
}

function clusterWarnings(
  { places, file }: Inventory,
  seen: {
    readonly ladder: string | undefined;
    readonly states: readonly string[];
    readonly portsKnown: boolean;
  },
): readonly InventoryProblem[] {
  const { ladder, states, portsKnown } = seen;
  return [
    problem(
      "adoption-token-known",
      places.get("join_token") ?? file,
      "the token has been in the Nix store of every machine, readable by all of its users",
      "Change it once the cluster is taken over and all is well: `quorate genCerts <folder> --new-tokens`, then `quorate deploy --all`. Not with k3s itself: the servers' files would keep the old one, and no server starts with it again.",
    ),
    ...(ladder === undefined
      ? []
      : [
          problem(
            "adoption-version",
            places.get("nix_channel") ?? file,
            ladder,
            "Kubernetes skips no minor, and neither does deploy.",
          ),
        ]),
    ...(states.length <= 1
      ? []
      : [
          problem(
            "adoption-state-version",
            file,
            `the machines keep the state of several releases: ${states.join(", ")}; machines.ts has ${states[0]}`,
            'Give the others theirs with `nixosUnchecked: { "system.stateVersion": … }`, or reinstall them.',
          ),
        ]),
    ...(portsKnown
      ? []
      : [
          problem(
            "adoption-ports",
            file,
            "no server told which ports of pods and Services are reached from outside: nk3 has no firewall, and Quorate has",
            "Look for node ports (kubectl get services -A) and host ports, and write them into nixos.networking.firewall.",
          ),
        ]),
  ];
}

function portsOf(ports: readonly string[], protocol: "TCP" | "UDP"): readonly number[] {
  return ports
    .flatMap((port) => (port.endsWith(`/${protocol}`) ? [Number(port.split("/")[0])] : []))
    .sort((a, b) => a - b);
}
