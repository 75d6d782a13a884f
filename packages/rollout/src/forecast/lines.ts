import type { Json } from "../observe/json.ts";
import type { Forecast, ForecastStep, NodeForecast } from "./forecast.ts";
import type { OptionChange } from "./option-change.ts";
import type { UnitForecast } from "./unit-forecast.ts";
import { quorumWords } from "./voters.ts";

/** Options that are shown for each node; the rest is counted. */
const SHOWN = 12;

/** A forecast for people: how long nothing is tolerated first, what cannot be undone last. */
export function forecastLines(forecast: Forecast): readonly string[] {
  const left = Object.entries(forecast.rebootsLeft).map(
    ([name, what]) => `${name} needs a reboot for: ${what} (\`--reboot needed\` does it)`,
  );
  if (forecast.steps.length === 0) {
    return [...forecast.unchanged.map((name) => `No action needed on ${name}`), ...left];
  }
  return [
    firstLine(forecast),
    `Before: ${quorumWords(forecast.before)}`,
    ...snapshotLine(forecast),
    ...watchdogLine(forecast),
    ...forecast.steps.flatMap(stepLines),
    ...(forecast.unchanged.length === 0 ? [] : [`No action needed on ${forecast.unchanged.join(", ")}`]),
    ...left,
    lastLine(forecast),
  ];
}

function firstLine({ nothingTolerated, withoutQuorum, unknownVoters }: Forecast): string {
  const parts = [
    ...(withoutQuorum.length === 0 ? [] : [`etcd has no quorum during ${stepsWords(withoutQuorum)}`]),
    ...(nothingTolerated.length === 0
      ? []
      : [
          `nothing may fail during ${stepsWords(nothingTolerated)}: one voter more that is down ends the quorum`,
        ]),
  ];
  if (parts.length === 0) return "The quorum of etcd is not at stake.";
  const silent =
    unknownVoters.length === 0
      ? ""
      : ` (${unknownVoters.join(", ")} could not be asked, and ${unknownVoters.length === 1 ? "counts" : "count"} as down)`;
  const text = `${parts.join("; ")}${silent}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function snapshotLine({ snapshot }: Forecast): readonly string[] {
  if (snapshot === null) return [];
  return [
    "from" in snapshot
      ? `A snapshot of etcd is taken from ${snapshot.from}, and fetched to this machine, before a member is touched.`
      : `No snapshot of etcd is taken: ${snapshot.none}.`,
  ];
}

function watchdogLine({ watchdogSeconds }: Forecast): readonly string[] {
  if (watchdogSeconds === null) return [];
  return [
    `A node that is changed goes back to what it runs now, with its secrets, ${watchdogSeconds} s after the last word from here, unless it is confirmed.`,
  ];
}

function lastLine({ irreversible, wayBackUnknown }: Forecast): string {
  const told =
    irreversible.length === 0
      ? "Everything can be undone: each node keeps the generation that it runs now."
      : `Cannot be undone: ${irreversible.join("; ")}.`;
  if (wayBackUnknown.length === 0) return told;
  const unknown = `whether etcd or the API of ${wayBackUnknown.join(", ")} becomes another minor version, from which there is no way back, shows once their systems are built (--build).`;
  return irreversible.length === 0
    ? `${told.slice(0, -1)}; but ${unknown}`
    : `${told} ${unknown.charAt(0).toUpperCase()}${unknown.slice(1)}`;
}

const DOES: { readonly [D in NodeForecast["does"]]: string } = {
  install: "install",
  activate: "activate",
  secrets: "put certificates and keys in place",
  tidy: "take away what no longer belongs on",
  reboot: "reboot",
  restart: "restart k3s on",
  uncordon: "uncordon",
  "return-vip": "give its part of the VIP to",
  other: "look after",
};

function stepLines({ number, nodes, whyNow, quorum }: ForecastStep): readonly string[] {
  const heads = nodes.map(({ node, does }) => `${DOES[does]} ${node}`);
  return [
    `Step ${number}: ${heads.join(", ")}`,
    ...(whyNow === "" ? [] : [`  now: ${whyNow}`]),
    ...nodes.flatMap((node) => nodeLines(node, nodes.length > 1 ? `${node.node} ` : "")),
    ...(quorum === undefined
      ? []
      : [`  quorum: during it ${quorumWords(quorum.during)}; after it ${quorumWords(quorum.after)}`]),
  ];
}

function nodeLines(node: NodeForecast, prefix: string): readonly string[] {
  const { because, options, put, remove, reboot, does } = node;
  return [
    ...(because.length === 0 ? [] : [`  ${prefix}because: ${because.join("; ")}`]),
    ...(options.known ? optionLines(options.value, prefix) : []),
    ...(does === "activate" && !options.known ? [`  ${prefix}changes: not known, ${options.why}`] : []),
    ...(put.length === 0 ? [] : [`  ${prefix}sends: ${put.join(", ")}`]),
    ...(remove.length === 0 ? [] : [`  ${prefix}removes: ${remove.join(", ")}`]),
    ...(node.units.known ? unitLines(node.units.value, prefix) : []),
    ...(node.drains === undefined ? [] : [`  ${prefix}drains it first, since ${node.drains}`]),
    ...(node.reboots === undefined ? [] : [`  ${prefix}reboots it, for: ${node.reboots}`]),
    ...(node.reboots === undefined && reboot.known ? rebootLines(reboot.value, prefix) : []),
    ...unknownLines({ units: node.units, ...(node.reboots === undefined ? { reboot } : {}) }, prefix),
  ];
}

const UNITS: { readonly [K in keyof UnitForecast]: string } = {
  restarts: "restarts",
  reloads: "reloads",
  stops: "stops",
  adds: "adds",
};

function unitLines(units: UnitForecast, prefix: string): readonly string[] {
  return (Object.keys(UNITS) as (keyof UnitForecast)[]).flatMap((what) => {
    const names = units[what];
    if (names.length === 0) return [];
    const more = names.length - SHOWN;
    const shown = names.slice(0, SHOWN).join(", ");
    return [
      `  ${prefix}${UNITS[what]}: ${shown}${more > 0 ? ` and ${more} more (--json has them all)` : ""}`,
    ];
  });
}

function rebootLines(reasons: readonly string[], prefix: string): readonly string[] {
  return reasons.map((what) => `  ${prefix}needs a reboot afterwards for: ${what}`);
}

/** What is not known, what has the same reason in one line. */
function unknownLines(
  all: { readonly [what: string]: NodeForecast["units"] | NodeForecast["reboot"] },
  prefix: string,
): readonly string[] {
  const whys = new Map<string, string[]>();
  for (const [what, one] of Object.entries(all)) {
    if (!one.known) whys.set(one.why, [...(whys.get(one.why) ?? []), what]);
  }
  return [...whys].map(([why, what]) => `  ${prefix}${what.join(", ")}: not known, ${why}`);
}

function optionLines(changes: readonly OptionChange[], prefix: string): readonly string[] {
  if (changes.length === 0) return [`  ${prefix}changes: no option; the flake, its lock or a module did`];
  const more = changes.length - SHOWN;
  return [
    ...changes
      .slice(0, SHOWN)
      .map(
        ({ option, before, after }) =>
          `  ${prefix}changes: ${option}: ${valueWords(before)} → ${valueWords(after)}`,
      ),
    ...(more > 0 ? [`  ${prefix}changes: ${more} options more (--json has them all)`] : []),
  ];
}

/** Characters of a value that are shown. */
const LONGEST = 120;

function valueWords(value: Json | undefined): string {
  if (value === undefined) return "unset";
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** `step 2`, `steps 2 and 3`, `steps 2, 3 and 4`. */
function stepsWords(numbers: readonly number[]): string {
  const rest = numbers.slice(0, -1).join(", ");
  return rest === "" ? `step ${numbers.at(-1)}` : `steps ${rest} and ${numbers.at(-1)}`;
}
