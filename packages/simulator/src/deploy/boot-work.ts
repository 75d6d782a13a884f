import type { Step } from "@quorate/rollout";
import { JUST_ASKED, noteStopping } from "../world/activation.ts";
import { writeBoot } from "../world/boot-folder.ts";
import type { Host } from "../world/host.ts";
import { reboot } from "../world/power.ts";
import type { Answer } from "../world/ssh.ts";
import { hear, othersCanAtLast } from "../world/watchdog.ts";
import { failsHere, type Work } from "../world/work.ts";
import type { Site } from "./site.ts";
import {
  BROKE,
  diskOf,
  GONE_BACK,
  isGoneBack,
  MISSED,
  mayActivate,
  NO_SPACE,
  noteMeddling,
  WELL,
  writing,
} from "./work-of-step.ts";

// What the scripts do by which a host is rebooted into another system.

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** Makes it what boots next. */
export function* setBoot({ world }: Site, host: Host, _: Of<"set-boot">): Work<Answer> {
  const disk = diskOf(host);
  noteMeddling(world, host);
  if (!mayActivate(disk)) return { ...GONE_BACK, code: 78 };
  yield 1;
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  return disk.profile !== undefined && writeBoot(disk, disk.profile) ? WELL : NO_SPACE;
}

/** A boot_id: another one after every boot. */
function bootId(host: Host): string {
  return `00000000-0000-0000-0000-${String(host.boots).padStart(12, "0")}`;
}

/** Lets it reboot in a moment, whoever still waits. */
export function* rebootHost(
  { world, among }: Site,
  host: Host,
  { node, watched, others }: Of<"reboot">,
): Work<Answer> {
  yield 0;
  if (others !== undefined && !(yield* othersCanAtLast(world, host))) return MISSED;
  if (watched && isGoneBack(diskOf(host))) return { ...GONE_BACK, code: 78 };
  noteMeddling(world, host);
  if (failsHere(host)) return BROKE;
  const { boots } = host;
  world.agenda.after(1000, () => {
    if (host.boots !== boots || host.power !== "on") return;
    const isUp = [...world.etcd.values()].some(({ available }) => available);
    if (isUp && among.size > 1 && world.kube.on(node).length > 0) world.note({ kind: "pods-ended", node });
    noteStopping(world, host, Object.values(host.unitOf), JUST_ASKED);
    reboot(world, host);
  });
  return { ...WELL, stdout: `boot-id=${bootId(host)}\n` };
}

/** Tells which boot it is in, and what runs. */
export function* tellBoot({ world }: Site, host: Host): Work<Answer> {
  hear(world, host);
  yield world.chance.between(0, 1);
  const path = host.running?.kind === "ours" ? host.running.system.path : "";
  return { ...WELL, stdout: `boot-id=${bootId(host)}\ncurrent=${path}\n` };
}
