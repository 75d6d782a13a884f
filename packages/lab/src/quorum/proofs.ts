import type { Member } from "./member.ts";
import { eventually } from "./process.ts";
import type { Quorum } from "./quorum.ts";
import { makeForeignPeer, makeStrangers, UNKNOWN_AUTHORITY } from "./strangers.ts";

/** Something that a quorum is shown to do. They are run in order: each leaves all members running. */
export interface Proof {
  readonly name: string;
  /** Resolves to what was seen; throws where it was not so. */
  readonly run: (quorum: Quorum) => Promise<string>;
}

/** How many members of `count` may be lost with the others still being a quorum. */
function tolerance(count: number): number {
  return Math.floor((count - 1) / 2);
}

/** What is to be shown of a cluster with `count` members. */
export function proofsFor(count: number): readonly Proof[] {
  const lost = tolerance(count);
  return [
    { name: "every member is healthy, one of them leads", run: healthy },
    { name: "the members are those of machines.ts", run: sameMembers },
    { name: "what is written through one is read from each", run: writtenAndRead },
    { name: "strangers are refused by each", run: strangersRefused },
    ...(count > 1
      ? [{ name: "a member certified by another authority cannot join", run: foreignPeerRefused }]
      : []),
    ...(lost > 0 ? [{ name: `${lost} of ${count} lost: writes go on`, run: lossTolerated }] : []),
    { name: `${lost + 1} of ${count} lost: no quorum, no writes`, run: lossOfQuorum },
  ];
}

// For what hangs, not for what is slow: a machine may be busy with others.
const START_SECONDS = 120;
const RECOVERY_SECONDS = 120;

async function healthy(quorum: Quorum): Promise<string> {
  const endpoints = quorum.members.map(({ clientUrl }) => clientUrl);
  return eventually("all members healthy", START_SECONDS, async () => {
    for (const member of quorum.members) {
      if (!member.isRunning()) throw new Error(`etcd on ${member.name} ended:\n${lastLines(member)}`);
    }
    const { status, stdout, stderr } = await quorum.client.health(endpoints);
    if (status !== 0) {
      return { reason: [stdout, stderr, ...quorum.members.map(lastLines)].join("\n") };
    }
    const leaders = await leadersOf(quorum);
    return leaders.length === 1
      ? { value: `${leaders[0]?.name} leads ${endpoints.length}` }
      : { reason: `${leaders.length} leaders` };
  });
}

async function sameMembers(quorum: Quorum): Promise<string> {
  const first = firstOf(quorum.members);
  const { stdout } = await quorum.client.members(first.clientUrl);
  const told = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(", ").slice(1, 5).join(" "))
    .sort();
  const wanted = quorum.members
    .map(({ name, emitted: { etcd } }) => {
      const urls = [etcd.initialAdvertisePeerUrls, etcd.advertiseClientUrls].map((list) => list?.join(","));
      return ["started", name, ...urls].join(" ");
    })
    .sort();
  same("the list of members", told.join("\n"), wanted.join("\n"));
  return counted(told.length, "member");
}

async function writtenAndRead(quorum: Quorum): Promise<string> {
  let count = 0;
  for (const writer of quorum.members) {
    const key = `/quorate/written-through/${writer.name}`;
    await write(quorum, writer, key, writer.name);
    for (const reader of quorum.members) {
      const { stdout, stderr } = await quorum.client.get(reader.clientUrl, key);
      same(`${key} from ${reader.name} ${stderr}`, stdout.trim(), writer.name);
      count += 1;
    }
  }
  return `${counted(quorum.members.length, "write")}, ${counted(count, "read")}`;
}

async function strangersRefused(quorum: Quorum): Promise<string> {
  const strangers = await makeStrangers(quorum.certificates, quorum.scratch);
  const attempts = strangers.flatMap((stranger) =>
    quorum.members.map(async (member) => {
      const before = member.log().length;
      const client = quorum.clientWith(stranger.credentials);
      const { status } = await client.put(member.clientUrl, "/quorate/stranger", stranger.name);
      if (status === 0) throw new Error(`${member.name} has served ${stranger.name}`);
      if (!stranger.reason.test(member.log().slice(before))) {
        throw new Error(
          `${member.name} did not log ${stranger.reason} on ${stranger.name}:\n${lastLines(member)}`,
        );
      }
    }),
  );
  await Promise.all(attempts);
  const first = firstOf(quorum.members);
  const { stdout } = await quorum.client.get(first.clientUrl, "/quorate/stranger");
  same("what strangers have written", stdout, "");
  return strangers.map(({ name }) => name).join("; ");
}

async function foreignPeerRefused(quorum: Quorum): Promise<string> {
  const [impostor, ...others] = [...quorum.members].reverse();
  if (impostor === undefined) throw new Error("there is no member");
  const addresses = impostor.emitted.addresses.map((address) => address.split("/")[0] ?? "");
  const files = await makeForeignPeer(quorum.certificates, quorum.scratch, addresses);
  const folder = "/var/lib/foreign";
  await impostor.bring(folder, { ...files });
  await impostor.kill();
  const before = others.map((member) => member.log().length);
  impostor.start({
    ETCD_DATA_DIR: `${folder}/data`,
    ETCD_INITIAL_CLUSTER: quorum.members
      .flatMap(({ emitted }) => emitted.etcd.initialCluster ?? [])
      .join(","),
    ETCD_INITIAL_CLUSTER_STATE: "new",
    ETCD_PEER_CERT_FILE: `${folder}/peer.crt`,
    ETCD_PEER_KEY_FILE: `${folder}/peer.key`,
    ETCD_PEER_TRUSTED_CA_FILE: `${folder}/authorities.crt`,
  });
  await eventually("every other member refuses the foreign one", RECOVERY_SECONDS, async () => {
    const silent = others.filter(
      (member, index) => !UNKNOWN_AUTHORITY.test(member.log().slice(before[index])),
    );
    return silent.length === 0
      ? { value: true }
      : { reason: [impostor, ...silent].map((member) => `${member.name}:\n${lastLines(member)}`).join("\n") };
  });
  const { status } = await quorum.client.health([impostor.clientUrl]);
  if (status === 0) throw new Error(`${impostor.name} became a member with a foreign certificate`);
  await impostor.kill();
  impostor.start();
  await healthy(quorum);
  return `in the place of ${impostor.name}`;
}

async function lossTolerated(quorum: Quorum): Promise<string> {
  const lost = await losing(quorum, tolerance(quorum.members.length));
  const left = runningOf(quorum);
  const key = "/quorate/written-without";
  // A lost leader is replaced by an election, which takes a moment.
  await eventually("a write goes on", RECOVERY_SECONDS, async () => {
    const { status, stderr } = await quorum.client.put(firstOf(left).clientUrl, key, lost.join(","));
    return status === 0 ? { value: true } : { reason: stderr };
  });
  await comeBack(quorum);
  for (const member of quorum.members) {
    const { stdout } = await quorum.client.get(member.clientUrl, key);
    same(`${key} from ${member.name}`, stdout.trim(), lost.join(","));
  }
  return `without ${lost.join(" and ")}, who had it all once back`;
}

async function lossOfQuorum(quorum: Quorum): Promise<string> {
  const key = "/quorate/before-the-loss";
  await write(quorum, firstOf(quorum.members), key, "kept");
  const lost = await losing(quorum, tolerance(quorum.members.length) + 1);
  const attempts = runningOf(quorum).flatMap((member) => [
    { did: "written", attempt: quorum.client.put(member.clientUrl, "/quorate/never", "written"), member },
    { did: "read", attempt: quorum.client.get(member.clientUrl, key), member },
  ]);
  for (const { did, attempt, member } of attempts) {
    if ((await attempt).status === 0) throw new Error(`${member.name} has ${did} without a quorum`);
  }
  await comeBack(quorum);
  const { stdout } = await quorum.client.get(firstOf(quorum.members).clientUrl, key);
  same(key, stdout.trim(), "kept");
  return `without ${lost.join(" and ")}; once they were back, nothing was lost`;
}

// The leader first: his loss is the harder one.
async function losing(quorum: Quorum, count: number): Promise<readonly string[]> {
  const leaders = await leadersOf(quorum);
  const order = [...leaders, ...quorum.members.filter((member) => !leaders.includes(member))];
  const lost = order.slice(0, count);
  for (const member of lost) await member.kill();
  return lost.map(({ name }) => name).sort();
}

async function comeBack(quorum: Quorum): Promise<void> {
  for (const member of quorum.members) if (!member.isRunning()) member.start();
  await healthy(quorum);
}

async function leadersOf(quorum: Quorum): Promise<readonly Member[]> {
  const status = await quorum.client.status(runningOf(quorum).map(({ clientUrl }) => clientUrl));
  const leading = new Set(status.filter(({ isLeader }) => isLeader).map(({ endpoint }) => endpoint));
  return quorum.members.filter(({ clientUrl }) => leading.has(clientUrl));
}

function runningOf(quorum: Quorum): readonly Member[] {
  return quorum.members.filter((member) => member.isRunning());
}

async function write(quorum: Quorum, member: Member, key: string, value: string): Promise<void> {
  const { status, stderr } = await quorum.client.put(member.clientUrl, key, value);
  if (status !== 0) throw new Error(`writing ${key} through ${member.name}: ${stderr.trim()}`);
}

function firstOf(members: readonly Member[]): Member {
  const [first] = members;
  if (first === undefined) throw new Error("no member is left");
  return first;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function same(what: string, seen: string, wanted: string): void {
  if (seen !== wanted)
    throw new Error(`${what}: seen ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
}

function lastLines(member: Member): string {
  const lines = member.log().trimEnd().split("\n").slice(-8);
  return lines.map((line) => `${member.name} | ${line}`).join("\n");
}
