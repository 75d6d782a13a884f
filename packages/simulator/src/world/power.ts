import type { Host } from "./host.ts";
import { breakSessions } from "./ssh.ts";
import { hasDefect, type System } from "./system.ts";
import { startUnit } from "./units.ts";
import { watchAgain } from "./watchdog.ts";
import type { World } from "./world.ts";

/** Seconds from power to sshd: firmware of servers is slow. */
const BOOT = { from: 20, to: 240 };

/** Seconds after which a connection to a machine that said goodbye is known to be over. */
const GOODBYE = 2;

/** Cuts a machine's power: whatever it did is over, and nothing was said of it. */
export function cutPower(world: World, host: Host): void {
  if (host.power === "off") return;
  goDown(host);
  breakSessions(world, host);
  world.touch();
}

/** Restarts it in order. */
export function reboot(world: World, host: Host): void {
  if (host.power !== "on") return;
  goDown(host);
  breakSessions(world, host, GOODBYE);
  world.touch();
  powerOn(world, host);
}

function goDown(host: Host): void {
  host.power = "off";
  host.booted = undefined;
  host.boots += 1;
  host.network = false;
  host.frozen = false;
  host.thawing.length = 0;
  host.units.clear();
  host.started.clear();
  host.read.clear();
  host.activation = "idle";
  host.mark = undefined;
  host.leftVip = false;
  host.handed = undefined;
  host.told = undefined;
  host.hiccup = 0;
  const { running } = host;
  host.running = running?.kind === "other" ? running : undefined;
}

/** Switches it on: it boots what its loader starts, or, where it is bare, what was there before. */
export function powerOn(world: World, host: Host): void {
  if (host.power !== "off") return;
  host.power = "booting";
  host.boots += 1;
  const { boots } = host;
  const seconds = world.chance.between(BOOT.from, BOOT.to);
  world.agenda.after(seconds * 1000, () => {
    if (host.power !== "booting" || host.boots !== boots) return;
    bringUp(world, host);
  });
}

/** What follows the firmware, at once. */
export function bringUp(world: World, host: Host): void {
  const system = host.disk?.profile;
  if (host.disk === undefined) host.running ??= { kind: "other", answersAt: [] };
  else if (system === undefined || hasDefect(system, "boot") || host.disk.boot.half) return;
  host.power = "on";
  if (system === undefined) host.network = true;
  else {
    host.running = { kind: "ours", system };
    host.booted = system;
    world.note({ kind: "booted", node: host.name, system });
    applyNetwork(world, host, system);
    for (const unit of system.units) startUnit(world, host, system, unit);
    watchAgain(world, host);
  }
  world.touch();
}

/** What a system makes of the network and of sshd. */
export function applyNetwork(world: World, host: Host, system: System): void {
  const network = !hasDefect(system, "network");
  const lost = host.network && !network;
  host.network = network;
  host.door = {
    port: hasDefect(system, "port") ? system.sshPort + 1 : system.sshPort,
    login: !hasDefect(system, "login"),
    firewall: hasDefect(system, "firewall"),
  };
  host.keepsOut = hasDefect(system, "alone");
  if (lost) breakSessions(world, host);
  world.touch();
}
