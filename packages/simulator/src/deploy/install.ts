import type { Step } from "@quorate/rollout";
import { noteStopped } from "../world/activation.ts";
import { writeBoot } from "../world/boot-folder.ts";
import { runsEtcd } from "../world/etcd.ts";
import { type Host, isOnNetwork, newDisk } from "../world/host.ts";
import { reboot } from "../world/power.ts";
import { type Answer, breakSessions, endWith } from "../world/ssh.ts";
import { failsHere, type Work, workOn } from "../world/work.ts";
import { type Site, systemAt } from "./site.ts";
import { WELL } from "./work-of-step.ts";

type InstallStep = Extract<Step, { readonly kind: "install" }>;

/** What nixos-anywhere says in any trouble. */
const BROKE: Answer = { code: 1, stdout: "", stderr: "nixos-anywhere: it broke\n" };

/** Seconds after which it gives up a machine that cannot be reached. */
const UNREACHABLE = 30;

/** Installs as nixos-anywhere does: it takes whatever key it is shown, erases the disk, and reboots. */
export function install(site: Site, step: InstallStep, answered: (answer: Answer) => void): void {
  const { world } = site;
  const host = world.host(step.node);
  if (!isOnNetwork(host) || host.running === undefined) {
    world.agenda.after(UNREACHABLE * 1000, () => tell(BROKE));
    return;
  }
  connected(preparing(site), () => {
    intoInstaller(site, host);
    connected(installing(site, host, step), (answer) => {
      if (answer.code === 0) reboot(world, host);
      tell(answer);
    });
  });

  function tell(answer: Answer): void {
    if (site.deployer.alive) answered(answer);
  }

  /** It runs from here: with whoever started it, it is over, and so it is where the machine is gone. */
  function connected(work: Work<Answer>, done: (answer: Answer) => void): void {
    let open = true;
    const session = {
      host,
      boots: host.boots,
      lost: () => {
        if (!open) return;
        open = false;
        underWay.ended = true;
        world.sessions.delete(session);
        tell(BROKE);
      },
    };
    world.sessions.add(session);
    const underWay = workOn(world, host, work, (answer) => {
      open = false;
      world.sessions.delete(session);
      if (site.deployer.alive) done(answer);
    });
    endWith(site.deployer, underWay);
    if (!isOnNetwork(host)) breakSessions(world, host);
  }
}

function* preparing({ world }: Site): Work<Answer> {
  yield world.chance.between(20, 60);
  return WELL;
}

/** Kexec: whatever ran is over. */
function intoInstaller(site: Site, host: Host): void {
  const { world } = site;
  noteStopped(world, host);
  const lived = runsEtcd(host) || (host.running?.kind === "other" && host.running.answersAt.length > 0);
  world.note({ kind: "erased", node: host.name, lived });
  host.boots += 1;
  host.units.clear();
  host.started.clear();
  host.activation = "idle";
  host.mark = undefined;
  host.handed = undefined;
  host.told = undefined;
  host.running = { kind: "other", answersAt: [] };
  host.disk = undefined;
  world.touch();
}

function* installing(site: Site, host: Host, step: InstallStep): Work<Answer> {
  const { world } = site;
  yield world.chance.between(5, 20);
  if (failsHere(host)) return BROKE;
  const disk = newDisk();
  yield world.chance.between(20, 120);
  if (failsHere(host)) return BROKE;
  disk.store.add(step.closure);
  for (const { file, digest } of site.secretsOf(step.node)) disk.secrets.put(file, digest);
  disk.profile = systemAt(site, step.closure);
  writeBoot(disk, disk.profile);
  yield world.chance.between(1, 5);
  if (failsHere(host)) return BROKE;
  host.disk = disk;
  world.note({ kind: "installed", node: host.name, system: disk.profile });
  return WELL;
}
