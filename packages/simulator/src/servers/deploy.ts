import type { Cluster, HostName } from "@quorate/cluster";
import {
  type Observation,
  ORDINARY,
  parseProbe,
  problem,
  type Step,
  type StorePath,
  type Target,
} from "@quorate/rollout";
import type { Product } from "../deploy/product.ts";
import { storePathOf } from "../scenario/digest.ts";
import type { Server, Servers } from "./world.ts";

/** How a deployment ended. */
export type Outcome =
  | { readonly kind: "nothing" | "done" }
  | { readonly kind: "refused" | "failed"; readonly codes: readonly string[] };

const FINGERPRINT = "f";

/** Kinds of steps that stop a server, or change who is a member of etcd. */
const TOUCHING: ReadonlySet<Step["kind"]> = new Set(["install", "switch", "member-remove", "server-start"]);

/** The system of a server, which is the same at all times. */
function pathOf(name: HostName): StorePath {
  return storePathOf(name, `nixos-system-${name}`);
}

/** Deploys to these servers, by what decides users' deployments; `between` is told before each step. */
export function deployServers(
  product: Product,
  cluster: Cluster,
  servers: Servers,
  names: readonly HostName[],
  between: (step: Step | "look") => "goes-on" | "dies",
): Outcome {
  const targets = cluster.nodes.flatMap((node): readonly Target[] =>
    names.includes(node.name) ? [{ node, distribution: "k3s", fingerprint: FINGERPRINT, secrets: [] }] : [],
  );
  const look = product.beginDeployment(cluster, targets);
  const observed = look.nodes.map(({ name }): Observation => {
    between("look");
    return seen(servers, servers.get(name));
  });
  const terms = {
    yes: true,
    erase: names,
    remove: [],
    skipUnreachable: false,
    evaluate: "needed",
    conduct: ORDINARY,
  } as const;
  const build = product.afterLooking(look, observed, terms);
  if (!build.ok) return { kind: "refused", codes: build.problems.map(({ code }) => code) };
  const plan = product.afterBuilding(
    build.value,
    new Map(
      build.value.nodes.map(({ name }) => [name, { closure: pathOf(name), diskoScript: pathOf(name) }]),
    ),
  );
  if (!plan.ok) return { kind: "refused", codes: plan.problems.map(({ code }) => code) };
  const steps = plan.value.stages.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps));
  if (steps.length === 0) return { kind: "nothing" };
  const served = observed.some((one) => {
    if (one.kind !== "installed") return false;
    const { healthy } = one.facts.etcd;
    return healthy.known && healthy.value;
  });
  let copied = false;
  for (const step of steps) {
    if (between(step) === "dies") return { kind: "failed", codes: ["killed"] };
    if (TOUCHING.has(step.kind) && served && !copied) {
      servers.events.push({ kind: "uncopied", node: step.node, by: step.kind });
    }
    copied ||= step.kind === "snapshot";
    if (!perform(servers, servers.get(step.node), step)) return { kind: "failed", codes: [step.kind] };
  }
  return { kind: "done" };
}

/** What a look tells of it, read as the product reads it. */
function seen(servers: Servers, server: Server): Observation {
  const { name, on, reached, installed } = server;
  if (!on || !reached)
    return { kind: "unreachable", node: name, problem: problem("host-unreachable", name, "no") };
  if (!installed) return { kind: "bare", node: name, reason: "foreign-host-key", answersAt: [] };
  const { data, runs } = server;
  const path = pathOf(name);
  const members = [...(data?.cluster.members ?? [])].map(([id, { name: other, learner }]) => ({
    id: Number(id),
    name: `${other}-00000000`,
    peerURLs: [servers.get(other).peerUrl],
    clientURLs: [servers.get(other).peerUrl],
    ...(learner ? { isLearner: true } : {}),
  }));
  const serves = servers.serves(server);
  const lines = [
    "quorate-probe=1",
    "nixos=yes",
    `current=${path}`,
    `profile=${path}`,
    `fingerprint=${FINGERPRINT}`,
    `etcd=${runs ? "active" : "inactive"}`,
    "activation=inactive",
    ...(server.confirmed ? [`confirmed-closure=${path}`, `confirmed-fingerprint=${FINGERPRINT}`] : []),
    `etcd-data=${data === undefined ? "no" : "yes"}`,
    ...(server.alone ? ["etcd-other-data=/var/lib/rancher/k3s/server/db/state.db"] : []),
    ...(data === undefined || !runs
      ? []
      : [
          `etcd-health=${JSON.stringify({ health: String(serves) })}`,
          "etcd-members=HTTP/1.1 200 OK",
          `etcd-members=X-Etcd-Cluster-Id: ${data.cluster.id}`,
          "etcd-members=",
          `etcd-members=${JSON.stringify(members)}`,
        ]),
    ...(serves ? ["readyz=ok", "readyz=200"] : []),
    "",
  ];
  return parseProbe(name, { code: 0, stdout: lines.join("\n"), stderr: "" }, { certificates: "certs" });
}

/** What a step does there: whether it went well. */
function perform(servers: Servers, server: Server, step: Step): boolean {
  const isUp = server.on && server.reached;
  if (step.kind === "stage-installation") return true;
  if (step.kind === "member-remove") return removeMember(servers, step);
  if (!isUp) return false;
  if (step.kind === "install") {
    servers.cutPower(server);
    servers.wipe(server, true);
    server.installed = true;
    servers.powerOn(server);
    return true;
  }
  if (step.kind === "snapshot") {
    // What it is taken from has to serve still.
    if (!servers.serves(server)) return false;
    servers.events.push({ kind: "copied", node: server.name });
  }
  if (step.kind === "server-start") return startServer(servers, server, step);
  if (step.kind === "switch") servers.start(server);
  if (step.kind === "confirm") server.confirmed = true;
  if (step.kind === "gate-after") {
    servers.promote(server);
    return servers.serves(server);
  }
  return true;
}

/** The twin of the step's script: its Node is deleted through a server that serves, where the id is that member's still, and that is dead. */
function removeMember(servers: Servers, { through, whom }: Step<"member-remove">): boolean {
  const by = servers.get(through.node);
  if (!by.reached || !servers.serves(by) || whom.kind !== "member") return false;
  const id = String(Number.parseInt(whom.id, 16));
  const member = by.data?.cluster.members.get(id);
  if (member === undefined) return true;
  if (member.name !== whom.withNode?.name) return false;
  return servers.takeNode(member.name, id);
}

/** The twin of the step's script. */
function startServer(servers: Servers, server: Server, { as }: Step<"server-start">): boolean {
  if (server.data === undefined) {
    const at = (url: string) =>
      servers.all.filter(({ peerUrl }) => url.startsWith(peerUrl.replace("2380", "")));
    // Nothing answers for certain while there is no quorum.
    const answering = (urls: readonly string[]) => urls.flatMap(at).filter((one) => servers.serves(one));
    if (as.state === "found" && answering(as.others).length > 0) return false;
    const [first] = as.state === "join" ? answering(as.servers) : [];
    if (as.state === "join" && first === undefined) return false;
    servers.stop(server);
    if (server.alone) return false;
    server.told = first === undefined ? { kind: "found" } : { kind: "join", server: first.name };
  }
  servers.start(server);
  servers.forget(server);
  if (server.data === undefined) servers.stop(server);
  return server.data !== undefined;
}
