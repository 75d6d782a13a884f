import { type Step, VIP_IS_LEFT, VIP_STAYS } from "@quorate/rollout";
import { disturbedBy } from "../world/activation.ts";
import { leaveVip as endVip, isApiReady, readyBeside } from "../world/api.ts";
import { runsEtcd } from "../world/etcd.ts";
import { type Host, isOnNetwork } from "../world/host.ts";
import { handLead } from "../world/raft.ts";
import type { Answer } from "../world/ssh.ts";
import { failsHere, type Work } from "../world/work.ts";
import { type Site, systemAt } from "./site.ts";
import { BROKE, diskOf, WELL } from "./work-of-step.ts";

// What the scripts do by which a host hands the VIP and the lead of etcd over.

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** Says what an activation would do to the units, and whether a run that died had it leave the VIP. */
export function* foresee(site: Site, host: Host, step: Of<"foresee">): Work<Answer> {
  yield 1;
  if (!diskOf(host).store.has(step.closure)) return { ...BROKE, stderr: "No such file or directory\n" };
  const units = disturbedBy(host, systemAt(site, step.closure)).map((name) => `${name}.service`);
  const stops = units.length === 0 ? "" : `would stop the following units: ${units.join(", ")}\n`;
  const left = host.leftVip ? `${VIP_IS_LEFT}\n` : "";
  return { ...WELL, stdout: `${left}${stops}would activate the configuration...\n` };
}

/** Ends what carries the VIP there. A timer would bring it back in ten minutes. */
export function* leaveVip({ world }: Site, host: Host, step: Of<"leave-vip">): Work<Answer> {
  yield world.chance.between(0, 3);
  if (failsHere(host)) return BROKE;
  const isAsked = step.toUnlisted !== undefined;
  if (isAsked && (!isApiReady(world, host) || readyBeside(world, host).length === 0)) {
    return { ...WELL, stdout: `${VIP_STAYS}\n` };
  }
  endVip(world, host);
  const { boots } = host;
  world.agenda.after(10 * 60 * 1000, () => {
    if (host.boots !== boots) return;
    host.leftVip = false;
    world.touch();
  });
  return WELL;
}

/** Lets it carry the VIP again. */
export function* returnVip({ world }: Site, host: Host): Work<Answer> {
  yield 0;
  if (failsHere(host)) return BROKE;
  host.leftVip = false;
  world.touch();
  return WELL;
}

/** Hands the lead over to the first of the others that can take it. */
export function* moveLeader({ world }: Site, host: Host, step: Of<"move-leader">): Work<Answer> {
  yield 0;
  const data = host.disk?.etcd;
  if (data === undefined || !runsEtcd(host) || data.cluster.leader?.id !== data.id) {
    return { ...WELL, stdout: "lead=none\n" };
  }
  const isMoved =
    isOnNetwork(host) && step.others.some(({ node }) => handLead(world, data.cluster, world.host(node)));
  return { ...WELL, stdout: isMoved ? "lead=moved\n" : "lead=stays\n" };
}
