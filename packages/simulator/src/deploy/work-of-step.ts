import type { Step } from "@quorate/rollout";
import { activate, noteStopping } from "../world/activation.ts";
import type { Disk, Host } from "../world/host.ts";
import { probeText } from "../world/probe-text.ts";
import type { Answer } from "../world/ssh.ts";
import { startUnit, stopUnit } from "../world/units.ts";
import { goBackNow, hear, othersCan, othersCanAtLast, watch } from "../world/watchdog.ts";
import { failsHere, type Work, workOn } from "../world/work.ts";
import { type Site, systemAt } from "./site.ts";

// What a step's script does on a host, part by part, and what it prints. Between two parts anything may happen.

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/** A command that went well and said nothing. */
export const WELL: Answer = { code: 0, stdout: "", stderr: "" };

/** A write for which there was no room. */
export const NO_SPACE: Answer = { code: 1, stdout: "", stderr: "No space left on device\n" };
/** What the script of a switch ends with where only a boot can change it. */
const INHIBITED = 79;

/** A command that failed. */
export const BROKE: Answer = { code: 1, stdout: "", stderr: "it broke\n" };

/** Why a write to the disk fails, if it does. */
export function writing(host: Host): Answer | undefined {
  if (host.diskFull) return NO_SPACE;
  return failsHere(host) ? BROKE : undefined;
}

/** What it keeps; a system of ours that runs has a disk. */
export function diskOf(host: Host): Disk {
  if (host.disk === undefined) throw new Error(`${host.name} is bare, and a system of ours runs on it`);
  return host.disk;
}

/** Looks at a host, changing nothing. */
export function* look({ world }: Site, host: Host, asksEtcd: boolean): Work<Answer> {
  yield world.chance.between(0, 1);
  return { code: 0, stdout: probeText(world, host, asksEtcd), stderr: "" };
}

/** Copies a closure into the host's store. */
export function* copyClosure({ world }: Site, host: Host, step: Of<"copy-closure">): Work<Answer> {
  yield world.chance.between(1, 90);
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  diskOf(host).store.add(step.closure);
  return WELL;
}

/** Receives secrets beside those in use, and answers with what arrived. */
export function* stageSecrets({ world }: Site, host: Host, step: Of<"stage-secrets">): Work<Answer> {
  const disk = diskOf(host);
  const incoming = new Map<string, string>();
  disk.incoming = incoming;
  for (const [index, { file, digest }] of step.files.entries()) {
    if (index % 8 === 4) yield world.chance.between(0, 1);
    const wrong = writing(host);
    if (wrong !== undefined) return wrong;
    incoming.set(file, digest);
  }
  yield 0;
  return {
    ...WELL,
    stdout: [...incoming].map(([file, digest]) => `${digest}  ./${file}\n`).join(""),
  };
}

/** Sets aside what it has kept of before, and lays its secrets beside those in use. */
export function* stageKept(_: Site, host: Host, step: Of<"stage-kept">): Work<Answer> {
  const disk = diskOf(host);
  yield 1;
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  if (disk.rollback === undefined) {
    if (disk.watchdog === undefined || disk.watchdog.armed) return BROKE;
    const { previous, secrets } = disk.watchdog;
    disk.rollback = { previous, secrets };
  }
  const { previous, secrets } = disk.rollback;
  if (previous.path !== step.closure) return BROKE;
  const incoming = new Map<string, string>();
  for (const { file } of step.files) {
    const digest = secrets.get(file);
    if (digest === undefined) return BROKE;
    incoming.set(file, digest);
  }
  if (step.files.length > 0) disk.incoming = incoming;
  yield 0;
  return { ...WELL, stdout: [...incoming].map(([file, digest]) => `${digest}  ./${file}\n`).join("") };
}

/** Whoever activated it before has not come to the end. */
export function noteMeddling(world: Site["world"], host: Host): void {
  if (host.activation === "running") world.note({ kind: "meddled", node: host.name });
}

/** Keeps what runs and its secrets, and lets the host go back to both unless what follows is confirmed. */
export function* armWatchdog({ world }: Site, host: Host, step: Of<"arm-watchdog">): Work<Answer> {
  const disk = diskOf(host);
  yield 1;
  if (disk.watchdog?.going === true) return { ...BROKE, code: 75 };
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  if (host.running?.kind !== "ours") return { ...WELL, stdout: "way-back=none\n" };
  if (disk.watchdog?.armed !== true) {
    disk.watchdog = {
      previous: host.running.system,
      secrets: disk.secrets.copy(),
      armed: false,
      handsOver: { vip: false, leadTo: [] },
      seconds: undefined,
      encrypts: false,
      held: undefined,
      heard: 0,
      activated: false,
      going: false,
      waits: false,
      asked: false,
      wentBack: undefined,
      watching: undefined,
    };
  }
  const { watchdog } = disk;
  watchdog.armed = true;
  watchdog.handsOver = {
    vip: step.handsOver?.vip !== undefined,
    leadTo: step.handsOver?.lead?.others.map(({ node }) => node) ?? [],
  };
  watchdog.asked = false;
  watchdog.waits = false;
  watchdog.watching = undefined;
  if (watchdog.held !== undefined) return { ...WELL, stdout: "way-back=member\n" };
  if (world.without.has("key-stays")) watchdog.encrypts = false;
  watchdog.encrypts ||= step.never === "encryption";
  watchdog.seconds = watchdog.encrypts ? undefined : step.seconds;
  hear(world, host);
  watch(world, host);
  return { ...WELL, stdout: `way-back=${watchdog.encrypts ? "encryption" : "there"}\n` };
}

export const GONE_BACK: Answer = {
  ...BROKE,
  stderr: "its watchdog has taken it back to what it ran before\n",
};

/** What a script ends with that would have stopped a member which the others can't do without. */
export const MISSED: Answer = { code: 76, stdout: "", stderr: "1 of 2 other voters serve\n" };

/** Stands it down. */
export function* disarmWatchdog(_: Site, host: Host): Work<Answer> {
  yield 0;
  const { watchdog } = diskOf(host);
  if (watchdog?.armed !== true || watchdog.going) return GONE_BACK;
  watchdog.armed = false;
  watchdog.held = undefined;
  return WELL;
}

/** Does not let it go back any more. */
export function* holdWatchdog(_: Site, host: Host): Work<Answer> {
  yield 0;
  const { watchdog } = diskOf(host);
  if (watchdog?.armed !== true || watchdog.going) return GONE_BACK;
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  if (watchdog.seconds === undefined) return WELL;
  watchdog.held = watchdog.seconds;
  watchdog.seconds = undefined;
  return WELL;
}

/** Lets it go back now, and waits until it has. */
export function* goBack({ world }: Site, host: Host): Work<Answer> {
  const { watchdog, confirmed } = diskOf(host);
  if (watchdog === undefined) return { ...WELL, stdout: "way-back=none\n" };
  if (watchdog.armed && watchdog.seconds === undefined) return { ...WELL, stdout: "never=encryption\n" };
  if (watchdog.armed) {
    watchdog.asked = true;
    goBackNow(world, host, watchdog);
  }
  for (let waited = 0; watchdog.asked; waited += 1) {
    if (waited >= 60 && !othersCan(world, host)) return { ...WELL, stdout: "way-back=waits\n" };
    yield 1;
  }
  if (watchdog.wentBack !== undefined) return { ...WELL, stdout: `code=${watchdog.wentBack}\n` };
  const stays = confirmed !== undefined && confirmed.closure !== watchdog.previous.path;
  return { ...WELL, stdout: stays ? "way-back=confirmed\n" : "code=0\n" };
}

/** Renames them into place, one after another. */
export function* putSecrets({ world }: Site, host: Host, step: Of<"put-secrets">): Work<Answer> {
  const disk = diskOf(host);
  noteMeddling(world, host);
  for (const reader of step.readers) disk.unread.add(reader);
  for (const [index, { file }] of step.files.entries()) {
    if (index % 4 === 2) yield 0;
    const digest = disk.incoming?.get(file);
    if (digest === undefined) return { ...BROKE, stderr: `${file}: No such file or directory\n` };
    if (failsHere(host)) return BROKE;
    disk.secrets.put(file, digest);
  }
  disk.incoming = undefined;
  world.touch();
  return WELL;
}

/** Restarts what has not read them since. */
export function* restartReaders({ world }: Site, host: Host): Work<Answer> {
  const disk = diskOf(host);
  const system = host.running?.kind === "ours" ? host.running.system : undefined;
  if (system === undefined) return BROKE;
  const units = system.units.filter(
    ({ name, needs }) =>
      disk.unread.has(`${name}.service`) && host.read.get(name) !== disk.secrets.textOf(needs),
  );
  noteStopping(
    world,
    host,
    units.map(({ name }) => name),
  );
  for (const { name } of units) stopUnit(world, host, name);
  yield world.chance.between(1, 5);
  for (const unit of units) {
    if (failsHere(host)) return BROKE;
    startUnit(world, host, system, unit);
    yield world.chance.between(0, 2);
  }
  return WELL;
}

/** Removes those that no longer belong. */
export function* removeSecrets({ world }: Site, host: Host, step: Of<"remove-secrets">): Work<Answer> {
  const disk = diskOf(host);
  noteMeddling(world, host);
  for (const file of step.files) {
    yield 0;
    if (failsHere(host)) return BROKE;
    disk.secrets.remove(file);
    noteMissing(world, host, file);
  }
  world.touch();
  return WELL;
}

/** What runs, or was in place of what is not confirmed yet, may have to be gone back to. */
function noteMissing(world: Site["world"], host: Host, file: string): void {
  const { disk } = host;
  const running = host.running?.kind === "ours" ? host.running.system : undefined;
  const before = disk?.confirmed === undefined ? disk?.previous : undefined;
  if (![running, before].some((system) => system?.units.some(({ needs }) => needs.includes(file)))) return;
  world.note({ kind: "file-missing", node: host.name, file });
}

/** Sets what the host boots. */
export function* setProfile(site: Site, host: Host, step: Of<"set-profile">): Work<Answer> {
  yield 1;
  const disk = diskOf(host);
  noteMeddling(site.world, host);
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  if (!disk.store.has(step.closure)) return { ...BROKE, stderr: `path ${step.closure} is not valid\n` };
  if (disk.profile?.path !== step.closure) disk.previous = disk.profile;
  disk.profile = systemAt(site, step.closure);
  return WELL;
}

/** Whether its watchdog has gone back, or does. */
export function isGoneBack({ watchdog }: Disk): boolean {
  return watchdog !== undefined && (!watchdog.armed || watchdog.going);
}

/** Notes that another system is about to run, unless the watchdog has gone back meanwhile. */
export function mayActivate(disk: Disk): boolean {
  if (isGoneBack(disk)) return false;
  if (disk.watchdog !== undefined) disk.watchdog.activated = true;
  disk.confirmed = undefined;
  return true;
}

/** Activates in a unit of its own, and waits for that. */
export function* switchSystem(site: Site, host: Host, step: Of<"switch">): Work<Answer> {
  const { world } = site;
  const disk = diskOf(host);
  if (step.others !== undefined && !(yield* othersCanAtLast(world, host))) return MISSED;
  noteMeddling(world, host);
  if (!mayActivate(disk)) return { ...GONE_BACK, code: 78 };
  yield 0;
  host.mark = step.closure;
  if (
    host.running?.kind === "ours" &&
    host.running.system.kernel > 1 !== systemAt(site, step.closure).kernel > 1
  ) {
    return { ...BROKE, code: INHIBITED };
  }
  if (host.activation === "running")
    return { ...BROKE, stderr: "Unit quorate-switch.service already exists.\n" };
  if (!disk.store.has(step.closure)) return { ...BROKE, stderr: "No such file or directory\n" };
  let code: number | undefined;
  workOn(world, host, activate(world, host, systemAt(site, step.closure)), (ended) => {
    code = ended;
  });
  while (code === undefined) yield 3;
  return { ...WELL, code };
}

/** Writes down what was verified, where it still holds. */
export function* confirm({ world }: Site, host: Host, step: Of<"confirm">): Work<Answer> {
  const disk = diskOf(host);
  if (host.running?.kind !== "ours" || host.running.system.path !== step.closure) {
    return { ...BROKE, stderr: "it runs another system by now\n" };
  }
  const { watchdog } = disk;
  if (step.watched && isGoneBack(disk)) return GONE_BACK;
  if (step.activated && host.mark !== step.closure) {
    return { ...BROKE, stderr: "its activation did not begin\n" };
  }
  yield 0;
  const wrong = writing(host);
  if (wrong !== undefined) return wrong;
  disk.confirmed = { closure: step.closure, fingerprint: step.fingerprint };
  disk.unread.clear();
  disk.rollback = undefined;
  if (step.watched && watchdog !== undefined) {
    watchdog.armed = false;
    watchdog.held = undefined;
  }
  world.touch();
  return WELL;
}
