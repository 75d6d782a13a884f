import type { HostName } from "@quorate/cluster";
import type { Step } from "@quorate/rollout";
import type { Host } from "../world/host.ts";
import { apiFrom } from "../world/kube.ts";
import { drainText } from "../world/kube-text.ts";
import type { Answer } from "../world/ssh.ts";
import { failsHere, type Work } from "../world/work.ts";
import type { Site } from "./site.ts";
import { WELL } from "./work-of-step.ts";

// What is asked of the API on the host of a master. Between a request and its answer anything may happen.

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** No apiserver could be asked. */
export const SILENT: Answer = { code: 78, stdout: "", stderr: "no apiserver is ready\n" };
const BROKE: Answer = { code: 1, stdout: "", stderr: "Error from server\n" };

/** Asks whether a node can be drained. */
export function* gateDrain({ world }: Site, host: Host, step: Of<"gate-drain">): Work<Answer> {
  yield world.chance.between(0, 2);
  return apiFrom(world, host) ? { ...WELL, stdout: drainText(world, step.node) } : SILENT;
}

/** Asks for workloads: the simulator's never want for anything, so that what counts is whether the API answers. */
export function* askHealth({ world }: Site, host: Host): Work<Answer> {
  yield world.chance.between(0, 2);
  if (!apiFrom(world, host)) return SILENT;
  const pods = world.kube.nodes.size;
  const line = `workload=daemonsets|default/agent|${pods}|${pods}|1|1`;
  return { ...WELL, stdout: `${line}\nhealth=asked\n` };
}

/** Cordons: the request is written before it is answered. */
export function* cordon(site: Site, host: Host, { node: name }: Of<"cordon">): Work<Answer> {
  const { world, run } = site;
  yield world.chance.between(0, 1);
  if (!apiFrom(world, host)) return SILENT;
  const node = world.kube.nodes.get(name);
  if (node === undefined) return { ...WELL, stdout: "cordon=absent\n" };
  if (node.cordoned && node.mark === undefined) return { ...WELL, stdout: "cordon=others\n" };
  noteAway(site, name);
  node.cordoned = true;
  node.mark = `${run} 2026-01-01T00:00:00Z the simulator`;
  world.touch();
  yield world.chance.between(0, 1);
  return failsHere(host) ? BROKE : { ...WELL, stdout: "cordon=ours\n" };
}

/** Milliseconds for which nobody can be blamed for not knowing that another node went away. */
const UNKNOWABLE = 2 * 60 * 1000;

function noteAway({ world, among, run, isToBeMended }: Site, name: HostName): void {
  for (const [other, { awaySince, mark, cordoned }] of world.kube.nodes) {
    if (other === name || awaySince === undefined || !among.has(other)) continue;
    if (!cordoned && isToBeMended(other)) continue;
    if (cordoned && mark?.startsWith(`${run} `)) continue;
    if (world.agenda.now - awaySince < UNKNOWABLE) continue;
    world.note({ kind: "cordoned-beside", node: name, other });
  }
}

/** One try of kubectl's drain, and what is left then. */
export function* drain({ world }: Site, host: Host, step: Of<"drain">): Work<Answer> {
  for (let seconds = 0; seconds < 15; seconds += 5) {
    if (!apiFrom(world, host)) return SILENT;
    if (failsHere(host)) return BROKE;
    for (const pod of world.kube.on(step.node)) world.kube.evict(world, pod);
    world.touch();
    if (world.kube.on(step.node).length === 0) break;
    yield 5;
  }
  return apiFrom(world, host) ? { ...WELL, stdout: drainText(world, step.node) } : SILENT;
}

/** Takes a cordon of that run away. */
export function* uncordon({ world, run }: Site, host: Host, step: Of<"uncordon">): Work<Answer> {
  yield world.chance.between(0, 1);
  if (!apiFrom(world, host)) return SILENT;
  const node = world.kube.nodes.get(step.node);
  if (node?.mark?.startsWith(`${step.of ?? run} `) !== true)
    return { ...WELL, stdout: "uncordon=not-ours\n" };
  if (!world.kube.isWell(world.host(step.node))) return { ...WELL, stdout: "uncordon=not-well\n" };
  node.cordoned = false;
  node.mark = undefined;
  world.touch();
  yield world.chance.between(0, 1);
  return failsHere(host) ? BROKE : { ...WELL, stdout: "uncordon=done\n" };
}
