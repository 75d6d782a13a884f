import type { Violation } from "./laws.ts";
import type { History } from "./play.ts";
import { machineName, type Shape } from "./scenario/shape.ts";
import { wordsOf, wordsOfFault } from "./words.ts";

/** A history for people: what there was, what broke, and what happened until a law was broken. */
export function traceOf(history: History, violation?: Violation): readonly string[] {
  const { schedule, moments } = history;
  const began = moments[0]?.at ?? 0;
  const lines = moments
    .slice(0, violation === undefined ? undefined : violation.moment + 1)
    .flatMap((moment) => {
      const words = wordsOf(moment);
      return words === undefined ? [] : [`${clockOf(moment.at - began)}  ${words}`];
    });
  return [
    ...(violation === undefined ? [] : [`broken: ${violation.law}. ${violation.says}`]),
    ...scenarioLines(history),
    ...schedule.faults.map((fault) => `fault: ${wordsOfFault(fault)}`),
    ...lines,
  ];
}

function scenarioLines({ schedule: { scenario, seed } }: History): readonly string[] {
  const {
    change,
    before,
    wanted,
    versions,
    blank,
    emptied,
    removed,
    standalone,
    alive,
    off,
    astray,
    targets,
    yes,
    elsewhere,
    shortBoot,
    stopped,
    routersTake,
    activationsLast,
  } = scenario;
  const told = [
    `change: ${change} (durations ${seed})`,
    `before: ${before === undefined ? "bare machines" : wordsOfShape(before)}`,
    `wanted: ${wordsOfShape(wanted)}`,
    ...Object.entries(versions.options).map(
      ([node, options]) => `${node}: other ${Object.keys(options).join(", ")}`,
    ),
    ...Object.keys(versions.secrets).map((node) => `${node}: renewed certificates`),
    ...Object.entries(versions.defects).map(
      ([node, defect]) => `${node}: a system that is wrong: ${JSON.stringify(defect)}`,
    ),
    ...(versions.tokens > 0 ? ["new tokens"] : []),
    ...(versions.flags > 0 ? ["another flannel-backend"] : []),
    ...emptied.map((place) => `${machineName(place)}: its data of etcd's are gone`),
    ...removed.map((place) => `${machineName(place)}: its Node was deleted, and its member removed`),
    ...(scenario.restores === undefined ? [] : [`a snapshot is restored first (${scenario.restores})`]),
    ...standalone.map((place) => `${machineName(place)}: is a cluster of its own, on SQLite`),
    ...blank.map((place) => `${machineName(place)}: has a new disk`),
    ...off.map((place) => `${machineName(place)}: is off`),
    ...astray.map((place) => `${machineName(place)}: its etcd is in a cluster of its own`),
    ...alive.map((place) => `${machineName(place)}: is none of ours, and serves as part of a cluster`),
    ...(targets === undefined ? [] : [`targets at first: ${targets.map(machineName).join(", ")}`]),
    ...elsewhere.map((place) => `${machineName(place)}: lives on at another address`),
    ...shortBoot.map((place) => `${machineName(place)}: has no room for a kernel in /boot`),
    ...stopped.map((place) => `${machineName(place)}: somebody has stopped its etcd`),
    ...(routersTake > 0 ? [`routers take ${routersTake} s to learn who has left the VIP`] : []),
    ...(activationsLast > 0 ? [`each activation takes ${activationsLast} s longer`] : []),
    ...(yes ? [] : ["nobody agrees that anything is erased"]),
  ];
  return told;
}

/** What k3s calls them. */
const OF_K3S: { readonly [role: string]: string } = { stacked: "server", worker: "agent" };

function wordsOfShape({ machines, encryptSecrets, distribution }: Shape): string {
  const roles = machines.flatMap((role, place) =>
    role === undefined ? [] : [`${machineName(place)} ${distribution === "k3s" ? OF_K3S[role] : role}`],
  );
  return `${roles.join(", ")}${encryptSecrets ? "; Secrets encrypted" : ""}`;
}

function clockOf(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
