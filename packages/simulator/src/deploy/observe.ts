import { type HostName, PORTS } from "@quorate/cluster";
import {
  type Look,
  type Observation,
  onOrdinaryPort,
  parseProbe,
  portOfSecondLook,
  withAlive,
} from "@quorate/rollout";
import { isOnNetwork } from "../world/host.ts";
import { type Answer, overSsh } from "../world/ssh.ts";
import { answersAt } from "../world/units.ts";
import type { Site } from "./site.ts";
import { look as lookAt } from "./work-of-step.ts";

/** The certificates folder, for what people are told. */
const PATHS = { certificates: "/certs" };

/** Seconds that a look may take. */
const PROBE_TIMEOUT = 60;

/** Looks at machines side by side, as hosts does: the same questions, and the product's own reading of the answers. */
export function observe(site: Site, look: Look, seen: (observed: readonly Observation[]) => void): void {
  const observed = new Map<HostName, Observation>();
  const names = look.nodes.map(({ name }) => name);
  for (const name of names) {
    observeNode(site, look, name, (observation) => {
      observed.set(name, observation);
      site.world.note({ kind: "looked", node: name, observation });
      if (observed.size < names.length) return;
      seen(names.flatMap((one) => observed.get(one) ?? []));
    });
  }
}

function observeNode(
  site: Site,
  { cluster }: Look,
  name: HostName,
  seen: (observation: Observation) => void,
): void {
  const { port } = cluster.ssh;
  const asksEtcd = cluster.etcd.members.some((member) => member.name === name);
  const withPorts = (observation: Observation): void => {
    if (observation.kind !== "bare") seen(observation);
    else askAlive(site, cluster.api.port, name, (answer) => seen(withAlive(observation, answer)));
  };
  ask(site, name, asksEtcd, undefined, (first) => {
    const second = portOfSecondLook(first, port);
    if (second === undefined) withPorts(first);
    else ask(site, name, asksEtcd, second, (other) => withPorts(onOrdinaryPort(first, other)));
  });
}

function ask(
  site: Site,
  name: HostName,
  asksEtcd: boolean,
  port: number | undefined,
  seen: (observation: Observation) => void,
): void {
  const host = site.world.host(name);
  const options = {
    connection: "shared",
    abandoned: "ends",
    timeoutSeconds: PROBE_TIMEOUT,
    ...(port === undefined ? {} : { port }),
  } as const;
  overSsh(
    site.world,
    site.deployer,
    host,
    options,
    () => lookAt(site, host, asksEtcd),
    (answer) => {
      // What was seen may be told minutes later.
      site.world.agenda.after(site.late() * 1000, () => {
        if (site.deployer.alive) seen(read(name, answer));
      });
    },
  );
}

const readings = new Map<string, Observation>();
const READINGS = 20_000;

/** The product's own reading of an answer: made once for the same words of the same host. */
function read(name: HostName, answer: Answer): Observation {
  const words = `${name} ${answer.code} ${answer.stdout}${answer.stderr}`;
  let reading = readings.get(words);
  if (reading === undefined) {
    if (readings.size >= READINGS) readings.clear();
    reading = parseProbe(name, answer, PATHS);
    readings.set(words, reading);
  }
  return reading;
}

/** Which ports answer is asked from here. */
function askAlive(site: Site, apiPort: number, name: HostName, answered: (answer: Answer) => void): void {
  const host = site.world.host(name);
  const ports = { etcd: [PORTS.etcdClient.port, PORTS.etcdPeer.port], apiserver: [apiPort], kubelet: [] };
  site.world.agenda.after(site.world.chance.between(100, 3000), () => {
    if (!site.deployer.alive) return;
    const lines = answersAt(host, ports).map((at) => `answers=${at}\n`);
    if (isOnNetwork(host)) lines.push("reached=22\n");
    answered({ code: 0, stdout: lines.join(""), stderr: "" });
  });
}
