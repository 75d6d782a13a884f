import { quorumWords } from "../forecast/voters.ts";
import type { Known } from "../observe/known.ts";
import type { MemberReport, MembersReport } from "./members.ts";

/** The titles of {@link memberRow}. */
export const MEMBER_HEADER = [
  ...["NAME", "ID", "PEER", "IS", "HEALTH", "VERSION", "SIZE", "IN USE", "BEHIND"],
] as const;

/** A member as cells of a table; what is not known is `?`. */
export function memberRow(member: MemberReport): readonly string[] {
  return [
    member.name || "(no name)",
    cell(member.id),
    member.peerUrls.join(","),
    roleOf(member),
    cell(member.healthy, (healthy) => (healthy ? "healthy" : "not healthy")),
    cell(member.version),
    cell(member.size, bytes),
    cell(member.sizeInUse, bytes),
    cell(member.lag, String),
  ];
}

/** What is said of all of them, before the table. */
export function membersHead({ quorum, clusters }: MembersReport): readonly string[] {
  return [
    `etcd: ${quorumWords(quorum)}`,
    ...clusters.map(({ id, toldBy }) => `cluster ${id}, by ${toldBy.join(", ")}`),
  ];
}

/** What is said below it: differences, and why something is not known. */
export function membersFoot({ members, differences }: MembersReport): readonly string[] {
  const reasons = members.flatMap(({ name, listed, id, version, healthy }) => {
    const whys = [listed, id, version, healthy].flatMap((one) => (one.known ? [] : [one.why]));
    return [...new Set(whys)].map((why) => `${name || "(no name)"}: not known (?): ${why}`);
  });
  return [...reasons, ...differences];
}

function roleOf({ inFile, listed, learner, started, leads }: MemberReport): string {
  if (!listed.known) return "?";
  if (!listed.value) return "not in etcd";
  const role = learner.known && learner.value ? "learner" : leads.known && leads.value ? "leader" : "voter";
  return [
    role,
    ...(started.known && !started.value ? ["never started"] : []),
    ...(inFile ? [] : ["not in machines.ts"]),
  ].join(", ");
}

function cell<Value>(one: Known<Value>, words: (value: Value) => string = String): string {
  return one.known ? words(one.value) : "?";
}

const UNITS = ["B", "KiB", "MiB", "GiB"] as const;

/** A number of bytes for people: `24.6 MiB`. */
export function bytes(count: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, count)) / 10)));
  const value = count / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}
