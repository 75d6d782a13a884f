import { X509Certificate } from "node:crypto";
import { type Issuing, OPERATIONS } from "../../distribution/operations.ts";
import { startOf } from "../../running.ts";
import { type Answers, numberSaid } from "../answers.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** Certificates that the distribution has issued on a host by itself. */
export interface IssuedFacts {
  /** When it was asked, in seconds since 1970: by its own clock, as what renews them has it. */
  readonly now: number;
  /** When the unit that renews them was started last; `undefined` where it never was. */
  readonly started: number | undefined;
  /** Those that are there. */
  readonly certificates: readonly IssuedCertificate[];
  /** Files that are there, and hold no certificate that can be read. */
  readonly unreadable: readonly string[];
}

/** One of them. */
export interface IssuedCertificate {
  /** Of its file, without `.crt`, below the distribution's folder. */
  readonly name: string;
  /** As `Date` takes it. */
  readonly notAfter: string;
}

/** Lines of POSIX shell that print these certificates, which are no secret, each in one line and without what is behind it. */
export function issuedQuestions(
  { folder }: Pick<Issuing, "folder">,
  files: readonly string[],
): readonly string[] {
  return [
    `for name in ${files.join(" ")}; do`,
    `  [ -e ${folder}/$name.crt ] || continue`,
    "  body=",
    `  while IFS= read -r line; do case $line in *-BEGIN*) body= ;; *-END*) break ;; *) body=$body$line ;; esac; done <${folder}/$name.crt`,
    '  echo "issued=$name $body"',
    "done",
  ];
}

/** Reads the answer to {@link issuedQuestions}: until when each lasts, as `Date` takes it; `undefined` where it can't be read. */
export function readIssued({
  all,
}: Answers): readonly (Pick<IssuedCertificate, "name"> & { readonly notAfter: string | undefined })[] {
  return all("issued").flatMap((line) => {
    const [, name, body = ""] = /^(\S+) (\S*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, notAfter: endOf(body) }];
  });
}

/** See {@link IssuedFacts}. */
export const issued: Subject<Known<IssuedFacts>> = {
  atOnce: true,
  questions: ({ cluster, node }) => {
    const { issues } = OPERATIONS[cluster.distribution.kind];
    if (issues === undefined) return [];
    return [
      'echo "issued-now=$(date +%s)"',
      `started=$(${startOf(issues.unit)})`,
      'echo "issued-started=${started#@}"',
      ...issuedQuestions(issues, issues.files(node.roles)),
    ];
  },
  read: (answers) => {
    const now = numberSaid(answers.last("issued-now"));
    if (now === undefined) return unknown("it does not say until when what was issued there lasts");
    const found = readIssued(answers);
    return known({
      now,
      started: numberSaid(answers.last("issued-started")),
      certificates: found.flatMap(({ name, notAfter }) =>
        notAfter === undefined ? [] : [{ name, notAfter }],
      ),
      unreadable: found.flatMap(({ name, notAfter }) => (notAfter === undefined ? [name] : [])),
    });
  },
};

function endOf(body: string): string | undefined {
  try {
    const end = Date.parse(new X509Certificate(Buffer.from(body, "base64")).validTo);
    return Number.isNaN(end) ? undefined : new Date(end).toISOString();
  } catch {
    return undefined;
  }
}
