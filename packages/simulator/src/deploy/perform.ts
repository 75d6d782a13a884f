import type { HostName } from "@quorate/cluster";
import type { GateHost, Step, StepOutputs } from "@quorate/rollout";
import { gateText } from "../world/gate-text.ts";
import type { Host } from "../world/host.ts";
import { type Answer, overSsh, type SshOptions } from "../world/ssh.ts";
import { hear } from "../world/watchdog.ts";
import type { Work } from "../world/work.ts";
import * as boot from "./boot-work.ts";
import * as handOver from "./hand-over-work.ts";
import { install } from "./install.ts";
import * as member from "./member-work.ts";
import * as restore from "./restore-work.ts";
import * as server from "./server-work.ts";
import type { Site } from "./site.ts";
import * as api from "./work-of-api.ts";
import * as work from "./work-of-step.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

/**
 * Does a step's commands in the world; `answered` is told how they ended, once, unless the deployer is killed: a gate
 * has as many answers as it asks hosts. `since`: when the step was begun.
 */
type Performer<S extends Step> = (
  site: Site,
  step: S,
  answered: (answer: Answer, ...others: readonly Answer[]) => void,
  since: number,
) => void;

/** Seconds after which hosts's twin ends a command: those of rollout's steps. */
const INSTANT = 120;
const SWITCH = 30 * 60;
const PROBE = 60;
const BACK = 15 * 60;
const SERVER = 8 * 60;
const RESET = 5 * 60;

/** Most commands: in the connection that is there, and to their end, whoever asked. */
const ASKED: SshOptions = { connection: "shared", abandoned: "goes-on", timeoutSeconds: INSTANT };

/** What each kind of step does there: the twin of running its commands. */
const PERFORMERS: { readonly [Kind in Step["kind"]]: Performer<Of<Kind>> } = {
  "copy-closure": remote({ connection: "own", abandoned: "ends" }, work.copyClosure),
  "stage-secrets": remote(
    { connection: "shared", abandoned: "ends", timeoutSeconds: INSTANT },
    work.stageSecrets,
  ),
  "stage-kept": remote({ connection: "shared", abandoned: "ends", timeoutSeconds: INSTANT }, work.stageKept),
  "stage-installation": ({ world }, _, answered) => {
    world.agenda.after(100, () => answered(work.WELL));
  },
  snapshot: remote(
    { connection: "shared", abandoned: "ends", timeoutSeconds: 2 * INSTANT },
    member.takeSnapshot,
  ),
  "restart-unit": remote(
    { connection: "own", abandoned: "goes-on", timeoutSeconds: RESET },
    server.restartUnit,
  ),
  "server-start": remote(
    { connection: "shared", abandoned: "goes-on", timeoutSeconds: INSTANT + SERVER },
    server.startServer,
  ),
  "node-delete": throughApi(ASKED, server.deleteDeadNode),
  "token-change": remote(ASKED, server.changeToken),
  "restore-stage": notHere,
  "restore-swap": notHere,
  "restore-stop": remote(
    { connection: "shared", abandoned: "goes-on", timeoutSeconds: RESET },
    restore.stopForRestore,
  ),
  "restore-start": remote(ASKED, restore.startAfterRestore),
  "reset-stage": remote(
    { connection: "shared", abandoned: "ends", timeoutSeconds: INSTANT },
    restore.stageReset,
  ),
  "server-data-aside": remote(ASKED, restore.setServerAside),
  "server-reset": remote(
    { connection: "shared", abandoned: "goes-on", timeoutSeconds: INSTANT + RESET },
    restore.resetServer,
  ),
  "arm-watchdog": remote(ASKED, work.armWatchdog),
  "hold-watchdog": remote(
    { connection: "own", abandoned: "goes-on", timeoutSeconds: INSTANT },
    work.holdWatchdog,
  ),
  "disarm-watchdog": remote(
    { connection: "own", abandoned: "goes-on", timeoutSeconds: INSTANT },
    work.disarmWatchdog,
  ),
  "go-back": remote({ connection: "own", abandoned: "ends", timeoutSeconds: BACK }, work.goBack),
  "put-secrets": remote(ASKED, work.putSecrets),
  "remove-secrets": remote(ASKED, work.removeSecrets),
  "set-profile": remote(ASKED, work.setProfile),
  switch: remote({ connection: "shared", abandoned: "goes-on", timeoutSeconds: SWITCH }, work.switchSystem),
  install: (site, step, answered) => install(site, step, answered),
  "end-connection": ({ world, deployer }, { node }, answered) => {
    deployer.connections.delete(node);
    world.agenda.after(10, () => answered(work.WELL));
  },
  "wait-for-ssh": remote({ connection: "own", abandoned: "ends", timeoutSeconds: PROBE }, heard),
  verify: remote({ connection: "own", abandoned: "ends", timeoutSeconds: PROBE }, (site, host) => {
    hear(site.world, host);
    return work.look(site, host, false);
  }),
  "gate-before": asked,
  "gate-after": asked,
  "restart-readers": remote(
    { connection: "own", abandoned: "goes-on", timeoutSeconds: INSTANT },
    work.restartReaders,
  ),
  check: ({ world, checkSeconds }, _, answered, since) => {
    const isWell = world.agenda.now - since >= checkSeconds * 1000;
    world.agenda.after(100, () => answered(isWell ? work.WELL : work.BROKE));
  },
  health: throughApi({ connection: "shared", abandoned: "ends", timeoutSeconds: INSTANT }, api.askHealth),
  foresee: remote({ connection: "shared", abandoned: "ends", timeoutSeconds: INSTANT }, handOver.foresee),
  "leave-vip": remote(ASKED, handOver.leaveVip),
  "vip-seen": whereVipLeads,
  "vip-left": whereVipLeads,
  "return-vip": remote(
    { connection: "own", abandoned: "goes-on", timeoutSeconds: INSTANT },
    handOver.returnVip,
  ),
  "move-leader": remote(ASKED, handOver.moveLeader),
  "member-remove": through(member.removeMember),
  "member-data-aside": remote(ASKED, member.setDataAside),
  "member-add": through(member.addMember),
  "member-start": remote(
    { connection: "shared", abandoned: "goes-on", timeoutSeconds: INSTANT + PROBE },
    member.startMember,
  ),
  "member-promote": promoted,
  "gate-drain": throughApi(
    { connection: "shared", abandoned: "ends", timeoutSeconds: INSTANT },
    api.gateDrain,
  ),
  cordon: throughApi(ASKED, api.cordon),
  drain: throughApi(ASKED, api.drain),
  uncordon: throughApi(ASKED, api.uncordon),
  "set-boot": remote(ASKED, boot.setBoot),
  reboot: remote(ASKED, boot.rebootHost),
  "wait-for-boot": remote({ connection: "own", abandoned: "ends", timeoutSeconds: PROBE }, boot.tellBoot),
  confirm: remote({ connection: "own", abandoned: "goes-on", timeoutSeconds: INSTANT }, work.confirm),
};

/** All who are asked see the same here. */
function whereVipLeads(
  { world }: Site,
  { node }: Of<"vip-seen" | "vip-left">,
  answered: (answer: Answer) => void,
): void {
  world.agenda.after(1_000, () => {
    const { holder } = world.api;
    const word =
      holder === undefined || holder.keepsOut ? "" : `vip=${holder.name === node ? "there" : "elsewhere"}\n`;
    answered({ ...work.WELL, stdout: word });
  });
}

/** On the host of the voter that etcd's list is changed through. */
function through<S extends Of<"member-add" | "member-remove" | "member-promote">>(
  script: (site: Site, host: Host, step: S) => Work<Answer>,
): (site: Site, step: S, answered: (answer: Answer) => void) => void {
  return (site, step, answered) => {
    const host = site.world.host(step.through.node);
    overSsh(site.world, site.deployer, host, ASKED, () => script(site, host, step), answered);
  };
}

/** Upstream's members are restored in the lab alone. */
function notHere(_: Site, { kind }: Step): never {
  throw new Error(`${kind} is no step that is taken here`);
}

/** Two commands: through the voter, and on the host that was a learner. */
function promoted(site: Site, step: Of<"member-promote">, answered: (answer: Answer) => void): void {
  through(member.promoteMember)(site, step, (first) => {
    if (first.code !== 0 || !site.deployer.alive) answered(first);
    else remote(ASKED, member.forgetJoining)(site, step, answered);
  });
}

/** Asks all hosts of a gate side by side. */
function asked(
  site: Site,
  { kind, node, hosts }: Of<"gate-before" | "gate-after">,
  answered: (answer: Answer, ...others: readonly Answer[]) => void,
): void {
  if (kind === "gate-after" && isWithheld(site.world.host(node)))
    site.world.note({ kind: "vip-withheld", node });
  const answers = new Map<HostName, Answer>();
  for (const [index, one] of hosts.entries()) {
    const host = site.world.host(one.node);
    const connection = index === 0 ? "own" : "shared";
    const options = { connection, abandoned: "ends", timeoutSeconds: PROBE } as const;
    overSsh(
      site.world,
      site.deployer,
      host,
      options,
      () => {
        if (connection === "own") hear(site.world, host);
        return gate(site, host, one, node);
      },
      (answer) => {
        answers.set(one.node, answer);
        if (answers.size < hosts.length) return;
        const [first, ...others] = hosts.map(({ node }) => answers.get(node) ?? work.WELL);
        answered(first ?? work.WELL, ...others);
      },
    );
  }
}

/** Whether it has an apiserver behind which the VIP could be. What goes back has left it by itself, for a moment. */
function isWithheld({ leftVip, running, unitOf, disk }: Host): boolean {
  if (!leftVip || running?.kind !== "ours" || disk?.watchdog?.going === true) return false;
  return running.system.units.some(({ name }) => name === unitOf.apiserver);
}

function* gate({ world }: Site, host: Host, one: GateHost, about: HostName): Work<Answer> {
  yield world.chance.between(0, 1);
  return { ...work.WELL, stdout: gateText(world, host, one, world.host(about)) };
}

// biome-ignore lint/correctness/useYield: it is over before it takes any time.
function* heard({ world }: Site, host: Host): Work<Answer> {
  hear(world, host);
  return work.WELL;
}

function remote<S extends { readonly node: HostName }>(
  options: SshOptions,
  script: (site: Site, host: Host, step: S) => Work<Answer>,
): (site: Site, step: S, answered: (answer: Answer) => void) => void {
  return (site, step, answered) => {
    const host = site.world.host(step.node);
    overSsh(site.world, site.deployer, host, options, () => script(site, host, step), answered);
  };
}

/** The same on the host of a master, which asks the API. */
function throughApi<S extends { readonly node: HostName; readonly api: { readonly host: HostName } }>(
  options: SshOptions,
  script: (site: Site, host: Host, step: S) => Work<Answer>,
): (site: Site, step: S, answered: (answer: Answer) => void) => void {
  return (site, step, answered) => {
    const host = site.world.host(step.api.host);
    overSsh(site.world, site.deployer, host, options, () => script(site, host, step), answered);
  };
}

/**
 * Runs the commands of a step that was begun at `since`, and gives a watchdog that waits for a word one meanwhile. An
 * answer that is late is told as it was.
 */
export function perform<Kind extends Step["kind"]>(
  site: Site,
  { step, heartbeat }: { readonly step: Of<Kind>; readonly heartbeat?: number },
  since: number,
  answered: (outputs: StepOutputs) => void,
): void {
  const performer = PERFORMERS[step.kind] as Performer<Of<Kind>>;
  const stop = heartbeat === undefined ? () => {} : beat(site, step, heartbeat);
  performer(
    site,
    step,
    (...outputs) => {
      site.world.agenda.after(site.late() * 1000, () => {
        stop();
        if (site.deployer.alive) answered(outputs);
      });
    },
    since,
  );
}

/** Gives a word again and again, by a connection each, until it is stopped. */
function beat(site: Site, { node }: Step, seconds: number): () => void {
  const { world, deployer } = site;
  const host = world.host(node);
  let stopped = false;
  const next = (): void => {
    if (stopped || !deployer.alive) return;
    const options = { connection: "own", abandoned: "ends", timeoutSeconds: PROBE } as const;
    overSsh(
      world,
      deployer,
      host,
      options,
      () => heard(site, host),
      () => {
        world.agenda.after(seconds * 1000, next);
      },
    );
  };
  next();
  return () => {
    stopped = true;
  };
}
