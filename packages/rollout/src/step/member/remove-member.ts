import type { HostName } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import type { ApiDoor } from "../../api/api-door.ts";
import { DEATH_TOLD_WITHIN, deleteDeadNodeLines, livingNode } from "../../api/dead-node.ts";
import { kubectlScript } from "../../api/kubectl.ts";
import { journalOf } from "../../distribution/journal.ts";
import { OPERATIONS } from "../../distribution/operations.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { askedAgain } from "../failure.ts";
import { DONE } from "../judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";
import { atPeerUrl, decimalId, etcdApi, type Voter } from "./etcd-api.ts";

/** Takes a member off etcd's list, for good. */
export interface RemoveMemberStep {
  /** The node that it is done for, or through. */
  readonly node: HostName;
  readonly through: Voter;
  readonly whom: Leaving;
}

/** Who leaves. */
export type Leaving =
  /** By its id; name and peer URLs have to be the same as when it was looked at. */
  | {
      readonly kind: "member";
      /** Hexadecimal. */
      readonly id: string;
      readonly name: string;
      readonly peerUrls: readonly string[];
      /** Where it is asked to give up the lead, if it has it, and to whom: an id. */
      readonly lead?: { readonly clientUrl: string; readonly to: string };
      /** Its Node, where the distribution takes a member away together with that: asked for on the voter's host. */
      readonly withNode?: { readonly name: string; readonly door: ApiDoor };
    }
  /** A learner that did not become a voter: no voter is ever meant. */
  | { readonly kind: "learner"; readonly peerUrl: string };

/** Seconds for which etcd may not want to. */
const PATIENCE = 60;

/** Seconds that a member may stay on the list once its Node is deleted. */
const NODE_TIMEOUT = 60;

/** See {@link RemoveMemberStep}. */
export const removeMember: StepKind<RemoveMemberStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [
    sshCommand(paths, step.through.node, describe(step), scriptOf(step), {
      timeoutSeconds: INSTANT_TIMEOUT + NODE_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: (step, output, paths) => {
    if (output.code === 0) return DONE;
    const { node, through, whom } = step;
    const alive =
      whom.kind === "member" && whom.withNode !== undefined
        ? livingNode(node, whom.withNode.name, output)
        : undefined;
    if (alive !== undefined) return { kind: "ask-again", problem: alive, withinSeconds: DEATH_TOLD_WITHIN };
    return askedAgain(
      {
        node,
        says: "member-remove-failed",
        doing: describe(step),
        hint: `Nothing else was touched. See that etcd has a quorum (on ${through.node}: ${journalOf(OPERATIONS[through.distribution].unitOf.etcd)}), then run the same command again`,
      },
      output,
      paths,
      output.code === ANOTHER || output.code === VOTER ? 0 : PATIENCE,
    );
  },
};

function describe({ whom, through }: RemoveMemberStep): string {
  return whom.kind === "learner"
    ? `taking the learner off etcd's list again, through ${through.node}`
    : `removing ${whom.name || whom.peerUrls.join(", ")} (${whom.id}) from etcd, through ${through.node}`;
}

/** What the script ends with where the id is another member's by now. */
const ANOTHER = 3;

/** What it ends with where the learner is a voter by now: its data are a copy that counts, and have to stay. */
const VOTER = 4;

function scriptOf(step: RemoveMemberStep): string {
  const { whom } = step;
  const lines = removeLines(step);
  const door = whom.kind === "member" ? whom.withNode?.door : undefined;
  return door === undefined ? lines.join("\n") : kubectlScript(door, lines);
}

function removeLines({ through, whom }: RemoveMemberStep): readonly string[] {
  const found =
    whom.kind === "learner" ? `grep -F ${atPeerUrl(whom.peerUrl)}` : `grep -F '"ID":"${decimalId(whom.id)}"'`;
  return [
    ...etcdApi(through),
    "members=$(listed) || { echo 'etcd does not tell its members' >&2; exit 1; }",
    `own=$(printf '%s\\n' "$members" | ${found}) || exit 0`,
    ...(whom.kind === "learner"
      ? [
          // The answer to what made it one may have been lost.
          `case $own in *'"isLearner":true'*) ;; *) echo 'it is a voter by now, and stays one' >&2; exit ${VOTER} ;; esac`,
        ]
      : [...identityLines(whom), ...nodeLines(whom)]),
    'body="{\\"ID\\":\\"$(id_in "$own")\\"}"',
    'answer=$(ask /v3/cluster/member/remove "$body")',
    `case $(listed) in ${LISTED}) echo "etcd says: $answer" >&2; exit 1 ;; '') exit 1 ;; esac`,
  ];
}

/** A pattern of the shell for a list that has `$own`. */
const LISTED = '*"\\"ID\\":\\"$(id_in "$own")\\""*';

/** With its Node goes its member, and the password by which its name is its own. Without a Node etcd is asked. */
function nodeLines({ withNode }: Extract<Leaving, { readonly kind: "member" }>): readonly string[] {
  if (withNode === undefined) return [];
  return [
    ...deleteDeadNodeLines(withNode.name, withNode.door.distribution),
    'if [ -n "$there" ]; then',
    `  for try in $(seq 1 ${NODE_TIMEOUT / 2}); do`,
    `    case $(listed) in ${LISTED}) ;; '') ;; *) exit 0 ;; esac`,
    "    sleep 2",
    "  done",
    `  echo 'its Node is deleted, and etcd has it for a member still' >&2`,
    "  exit 1",
    "fi",
  ];
}

function identityLines({
  name,
  peerUrls,
  lead,
}: Extract<Leaving, { readonly kind: "member" }>): readonly string[] {
  const words = [...(name === "" ? [] : [`"name":"${name}"`]), ...peerUrls.map((url) => `"${url}"`)];
  return [
    ...words.map(
      (word) =>
        `case $own in *${shellWord(word)}*) ;; *) echo "that id is another member's by now: $own" >&2; exit ${ANOTHER} ;; esac`,
    ),
    // Whoever has not got the lead, or is gone, says so: that is no matter.
    ...(lead === undefined
      ? []
      : [
          `ask /v3/maintenance/transfer-leadership ${shellWord(JSON.stringify({ targetID: decimalId(lead.to) }))} ${shellWord(lead.clientUrl)} >/dev/null || true`,
        ]),
  ];
}
