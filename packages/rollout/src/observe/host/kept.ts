import { type SecretMode, type SecretOwner, SSH_HOST_KEY } from "@quorate/cluster";
import type { DesiredSecret } from "../../desired.ts";
import { OPERATIONS } from "../../distribution/operations.ts";
import { parseStorePath, type StorePath } from "../../store-path.ts";
import { minorOf } from "../../watchdog/minor-of.ts";
import { ROLLBACK_DIRECTORY, WATCHDOG_DIRECTORY } from "../../watchdog/on-host.ts";
import type { Answers } from "../answers.ts";
import { numberSaid } from "../answers.ts";
import { parseDigests } from "../digests.ts";
import { type Json, readJson } from "../json.ts";
import type { Subject } from "../subject.ts";
import { partsQuestions, readParts, type SystemParts } from "./systems.ts";

/** What a host ran before what it runs, and has kept with the secrets of then: what `rollback` goes back to. */
export interface Kept {
  readonly closure: StorePath;
  /** Whether all of that system is in its store. */
  readonly there: boolean;
  /** Content of the fingerprint's file of then. */
  readonly fingerprint: string | undefined;
  /** Its generation of the system profile, and when that was made in seconds since 1970; `undefined` for one that is gone. */
  readonly generation: { readonly number: number; readonly at: number } | undefined;
  /** Whether a rollback to it was begun that nobody has confirmed. */
  readonly begun: boolean;
  readonly secrets: readonly DesiredSecret[];
  readonly etcd: MinorMove;
  readonly apiserver: MinorMove;
  readonly parts: SystemParts | undefined;
  /** What its control plane is started with, where others have to agree on that, as of {@link flags}. */
  readonly flags: Json | undefined;
}

/**
 * Minor versions such as `3.5`, by what each system starts, as {@link minorOf} prints them: `same` where that is one
 * program, empty where it is none.
 */
export interface MinorMove {
  readonly runs: string;
  readonly kept: string;
}

/** See {@link Kept}; `undefined` where nothing is kept. */
export const kept: Subject<Kept | undefined> = {
  atOnce: true,
  questions: ({ cluster, node }) => {
    const { apiserverUnit, etcdUnit, oneProgram, flags } = OPERATIONS[cluster.distribution.kind];
    return [
      `cd ${ROLLBACK_DIRECTORY} || cd ${WATCHDOG_DIRECTORY}/previous || exit 0`,
      "kept=$(cat closure) || exit 0",
      'echo "kept-closure=$kept"',
      'if [ -x "$kept/bin/switch-to-configuration" ]; then echo kept-there=yes; fi',
      `if [ "$PWD" = ${ROLLBACK_DIRECTORY} ]; then echo kept-begun=yes; fi`,
      'echo "kept-fingerprint=$(cat fingerprint || cat "$kept/etc/quorate/fingerprint")"',
      // One program, however many generations there are.
      `find /nix/var/nix/profiles -maxdepth 1 -name 'system-*-link' -lname "$kept" -printf '%f %T@\\n' | sort | sed 's/^system-\\([^ ]*\\) \\([0-9]*\\).*/kept-generation=\\1\\nkept-at=\\2/'`,
      "( cd secrets && find . -maxdepth 1 -type f -exec sha256sum {} + | sed 's/^/kept-secret=/' )",
      "( cd secrets && find . -maxdepth 1 -type f -exec stat -c 'kept-file=%U %a %n' {} + )",
      ...partsQuestions("$kept", "kept"),
      "running=$(readlink -e /run/current-system)",
      ...minorOf(cluster.distribution.kind, node.roles.etcd),
      // The same program is not asked: looks are many, and these programs are large.
      "move_of() {",
      '  if [ "$(program_of "$running" "$1")" = "$(program_of "$kept" "$1")" ]; then echo "same same"; else echo "$(minor_of "$running" "$1") $(minor_of "$kept" "$1")"; fi',
      "}",
      ...(node.roles.etcd || oneProgram !== undefined ? [`echo "kept-etcd=$(move_of ${etcdUnit})"`] : []),
      ...(node.roles.controlPlane ? [`echo "kept-apiserver=$(move_of ${apiserverUnit})"`] : []),
      ...(flags === undefined || !node.roles.controlPlane ? [] : [`echo "kept-flags=$(${flags("$kept")})"`]),
    ];
  },
  read: (answers) => {
    const { all, last } = answers;
    const closure = parseStorePath(last("kept-closure"));
    if (closure === undefined) return undefined;
    const number = numberSaid(last("kept-generation").replace(/-link$/, ""));
    const at = numberSaid(last("kept-at"));
    return {
      closure,
      there: last("kept-there") === "yes",
      fingerprint: last("kept-fingerprint") || undefined,
      generation: number === undefined || at === undefined ? undefined : { number, at },
      begun: last("kept-begun") === "yes",
      secrets: secretsOf(parseDigests(all("kept-secret")), all("kept-file")),
      etcd: moveOf(answers, "kept-etcd"),
      apiserver: moveOf(answers, "kept-apiserver"),
      parts: readParts(answers, "kept"),
      flags: readJson(last("kept-flags")),
    };
  },
};

/** Whether the host key of then is another than the one of now: what is gone back to could not be known again. */
export function changesHostKey(
  { secrets }: Pick<Kept, "secrets">,
  now: { readonly [file: string]: string | undefined },
): boolean {
  const then = secrets.find(({ file }) => file === SSH_HOST_KEY);
  // Of a machine that keeps its own there is none here, then and now.
  return then?.digest !== now[SSH_HOST_KEY];
}

function moveOf({ last }: Answers, key: string): MinorMove {
  const [runs = "", then = ""] = last(key).split(" ");
  return { runs, kept: then };
}

const OWNERS: readonly string[] = ["root", "etcd", "kubernetes"] satisfies readonly SecretOwner[];
const MODES: { readonly [told: string]: SecretMode } = { "600": "0600", "644": "0644" };

/** Each with whose it was; one of nobody that is known is root's, and private. */
function secretsOf(
  digests: { readonly [file: string]: string },
  told: readonly string[],
): readonly DesiredSecret[] {
  const words = new Map(
    told.map((line) => {
      const [owner = "", mode = "", ...name] = line.split(" ");
      return [name.join(" ").replace(/^\.\//, ""), { owner, mode }] as const;
    }),
  );
  return Object.entries(digests)
    .map(([file, digest]): DesiredSecret => {
      const of = words.get(file);
      const owner = OWNERS.includes(of?.owner ?? "") ? (of?.owner as SecretOwner) : "root";
      return { file, digest, owner, mode: MODES[of?.mode ?? ""] ?? "0600" };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}
