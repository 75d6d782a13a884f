import type { Cluster, Node } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import type { Answers } from "./answers.ts";

/** Whom a question is put to. */
export interface Asked {
  readonly cluster: Cluster;
  readonly node: Node;
  /** What its system is to be built from; `undefined` where nobody compares it. */
  readonly fingerprint?: string | undefined;
}

/** Something that a host is asked: the question and the reading of its answer share every word. */
export interface Subject<Facts> {
  /**
   * Lines of POSIX shell that change nothing and print `key=value`; none where it is no matter of that node. They run
   * beside those of other subjects, with nothing to read, and what they write to stderr is lost. What may hang has an
   * end of its own.
   */
  readonly questions: (asked: Asked) => readonly string[];
  /** Whether it asks nobody over a connection: such ones are put one after another, and each costs next to nothing. */
  readonly atOnce?: true;
  /** What the answer means. Lines that are not understood are none. */
  readonly read: (answers: Answers) => Facts;
}

/**
 * One script of all the questions: a pipeline, since all its parts run at once, each passes on what those before it
 * have said, and then says its own. Nothing is mixed up, and no file is needed for that.
 */
export function sideBySide(scripts: readonly (readonly string[])[]): string {
  const parts = scripts
    .filter((lines) => lines.length > 0)
    .map(
      (lines) =>
        `{ said=$( { ${lines.join("\n")}\n} </dev/null 2>/dev/null ); cat; printf '%s\\n' "$said"; }`,
    );
  return [":", ...parts].join(" |\n");
}

/** One script of some that are done at once: one after another, and what one does to its shell is nothing to the next. */
export function oneByOne(scripts: readonly (readonly string[])[]): readonly string[] {
  return scripts.filter((lines) => lines.length > 0).map((lines) => `( ${lines.join("\n")}\n)`);
}

/** Who asks: a certificate and its key, and the authority of whom is asked, all in the host's secrets folder. */
export interface Credentials {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Seconds that a service on the host itself may take for an answer. */
const ANSWER_TIMEOUT = 5;

/** The words of a question over https; `more` are further arguments of curl's. Several are asked one after another. */
export function curl(
  urls: string | readonly string[],
  credentials: Credentials | undefined,
  more: readonly string[] = [],
): string {
  const who =
    credentials === undefined
      ? ["--insecure"]
      : ["--cacert", credentials.authority, "--cert", credentials.certificate, "--key", credentials.key];
  return [
    ...["curl", "--silent", "--noproxy", "'*'"],
    // It is that of each.
    ...["--max-time", String(ANSWER_TIMEOUT)],
    ...["--user-agent", "quorate"],
    ...who,
    ...more,
    ...[urls].flat().map(shellWord),
  ].join(" ");
}
