import { describeStep, type Observation } from "@quorate/rollout";
import type { Fault } from "./fault.ts";
import type { Happening, Moment, RunOutcome } from "./history.ts";

/** A table of words for every kind of happening: `undefined` where there is nothing to say. */
type Words = {
  readonly [Kind in Happening["kind"]]: (
    happening: Extract<Happening, { readonly kind: Kind }>,
  ) => string | undefined;
};

const WORDS: Words = {
  "run-began": ({ run, nodes, yes }) => `deployment ${run} to ${nodes.join(", ")}${yes ? ", --yes" : ""}`,
  "run-ended": ({ run, outcome }) => `deployment ${run}: ${wordsOfOutcome(outcome)}`,
  "run-endless": ({ run }) => `deployment ${run} neither ends nor goes on`,
  looked: ({ node, observation }) => `${node}: seen ${wordsOfObservation(observation)}`,
  "step-began": ({ step, undoes }) => `${step.node}: ${undoes ? "taking back: " : ""}${describeStep(step)}`,
  "step-ended": ({ step, problem }) =>
    problem === undefined
      ? undefined
      : `${step.node}: ${step.kind} failed [${problem.code}] ${problem.message}`,
  untrue: ({ node, what }) => `${node}: said to be done, and is not: ${what}`,
  struck: ({ fault }) => `  * ${wordsOfFault(fault)}`,
  healed: ({ fault }) => `  * over: ${wordsOfFault(fault)}`,
  "by-hand": ({ node, does }) => `  * at its console, ${node} ${does}`,
  booted: ({ node, system }) => `  ${node} has booted ${nameOf(system.path)}`,
  "activation-began": ({ node, system }) => `  ${node} activates ${nameOf(system.path)}`,
  "activation-ended": ({ node, code }) => `  ${node}: its activation ends with ${code}`,
  "goes-back": ({ node, system }) => `  ${node} goes back to ${nameOf(system.path)}, with its secrets`,
  "locked-out": ({ node }) => `  ${node} lets nobody in, and stays so`,
  erased: ({ node, lived }) => `  ${node} is erased${lived ? ", which served" : ""}`,
  meddled: ({ node }) => `  ${node} is changed while an activation goes on there`,
  installed: ({ node, system }) => `  ${node} has ${nameOf(system.path)} on its new disk`,
  "file-missing": ({ node, file }) => `  ${node}: ${file} is removed, and its system reads that`,
  "voter-stopped": ({ node, voters, healthy }) =>
    `  etcd on ${node} is stopped by us; healthy of ${voters} voters: ${healthy.join(", ") || "none"}`,
  "lead-dropped": ({ node }) => `  etcd on ${node} leads, and is stopped by us`,
  "vip-dropped": ({ node }) => `  ${node} has the VIP, and its apiserver is stopped by us`,
  "vip-withheld": ({ node }) => `  ${node} has left the VIP, and is not told to take it again`,
  "cluster-founded": ({ node, cluster, beside }) =>
    `  etcd on ${node} founds the cluster ${cluster.toString(16)}${beside.length === 0 ? "" : `, beside the data of ${beside.join(", ")}`}`,
  "server-alone": ({ node }) => `  ${node} starts as a cluster of its own, on SQLite`,
  "cluster-restored": ({ node, cluster }) =>
    `  ${node} begins the cluster ${cluster.toString(16)} with what the snapshot has`,
  "restore-began": ({ meant, lives }) =>
    `  a snapshot is restored${meant ? ", whatever that gives up" : ""}; what there is lives on ${lives.join(", ") || "no machine"}`,
  "two-clusters": ({ clusters }) =>
    `  two clusters take writes: ${clusters.map((id) => id.toString(16)).join(", ")}`,
  "node-taken": ({ node, lived }) => `  the Node ${node} is deleted${lived ? ", whose machine lives" : ""}`,
  "quorum-gained": ({ cluster }) => `  etcd ${cluster.toString(16)} takes writes`,
  "quorum-lost": ({ cluster }) => `  etcd ${cluster.toString(16)} takes no writes any more`,
  "data-lost": ({ had, has }) => `  etcd has lost what it acknowledged: ${had} entries, ${has} are left`,
  "pods-ended": ({ node }) => `  ${node} is rebooted, with pods on it`,
  "cordoned-beside": ({ node, other }) => `  ${node} is cordoned while ${other} is away`,
  "left-cordoned": ({ node }) => `  ${node} is left cordoned by us`,
  "uncordoned-theirs": ({ node }) => `  ${node} takes pods again, which somebody else had ended`,
  "not-rolled-back": ({ node, what }) => `  ${node} is not what it was before: ${what}`,
  unreadable: ({ node }) => `  the apiserver on ${node} can't read what was encrypted`,
};

/** What has happened, in a line; `undefined` where it follows from the next. */
export function wordsOf(moment: Moment): string | undefined {
  return (WORDS[moment.kind] as (moment: Moment) => string | undefined)(moment);
}

/** What a fault is, for people. */
export function wordsOfFault({ kind, node, seconds, moment }: Fault): string {
  return `${kind}${node === undefined ? "" : ` ${node}`} for ${seconds} s (moment ${moment})`;
}

/** How a deployment ended, for people. */
export function wordsOfOutcome(outcome: RunOutcome): string {
  switch (outcome.kind) {
    case "done":
      return outcome.changed === 0 ? "nothing to do" : `${outcome.changed} nodes changed`;
    case "failed":
    case "refused":
      return `${outcome.kind} [${[...new Set(outcome.codes)].join(", ")}]`;
    default:
      return outcome.kind;
  }
}

function wordsOfObservation(observation: Observation): string {
  switch (observation.kind) {
    case "bare":
      return `bare (${observation.reason}), answers at ${observation.answersAt ?? "nothing"}`;
    case "unreachable":
      return observation.problem.code;
    case "installed": {
      const { currentSystem, profile, etcd, activation, confirmed } = observation;
      const member = etcd.data === "unknown" ? "" : `, etcd data ${etcd.data}${listOf(etcd.membership)}`;
      return [
        `runs ${nameOf(currentSystem)}`,
        ...(profile === currentSystem ? [] : [`boots ${nameOf(profile)}`]),
        ...(confirmed?.closure === profile ? [] : ["unconfirmed"]),
        ...(activation === "idle" ? [] : [`activation ${activation}`]),
      ]
        .join(", ")
        .concat(member);
    }
  }
}

function listOf(
  membership: Extract<Observation, { readonly kind: "installed" }>["etcd"]["membership"],
): string {
  return membership === "unknown" ? ", no list" : `, ${membership.members.length} members`;
}

/** A system by its name and the first digits of its hash. */
function nameOf(path: string | undefined): string {
  const found = /^\/nix\/store\/(.{5}).*?-(.*)$/.exec(path ?? "");
  return found === null ? "nothing" : `${found[2]}@${found[1]}`;
}
