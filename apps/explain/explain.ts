import { closestName, FINDING_KINDS, type ProblemKind } from "@quorate/cluster";
import { INVENTORY_PROBLEMS } from "@quorate/inventory";
import { LAB_PROBLEMS } from "@quorate/lab";
import { PKI_PROBLEMS } from "@quorate/pki";
import { ROLLOUT_PROBLEMS, WHEN_IT_STOPS, type WhenItStops } from "@quorate/rollout";
import { WORKBENCH_PROBLEMS } from "@quorate/workbench";
import { APPS_PROBLEMS, problem } from "../problem-kind.ts";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";

/** A code, wherever it is said. */
interface Explained {
  readonly code: string;
  readonly meaning: string;
  /** What is true when it was said. */
  readonly truth: string;
  /** What to run. */
  readonly run: string;
}

/** What each room's codes have in common. */
interface Room {
  readonly kinds: Readonly<Record<string, ProblemKind>>;
  /** What is true after an error that is a failure. */
  readonly failed: string;
  /** What to run after any of them. */
  readonly run: string;
}

const AGAIN = "do what the hint below the message says, then run the same command again";

const ROOMS: readonly Room[] = [
  {
    kinds: ROLLOUT_PROBLEMS,
    failed:
      "no further node is touched; what was staged stays, and each node that was named in the last lines is as they say",
    run: `${AGAIN}: it goes on from what is true. \`quorate plan\` says what is left to do`,
  },
  { kinds: PKI_PROBLEMS, failed: "no certificate is half-written", run: AGAIN },
  { kinds: INVENTORY_PROBLEMS, failed: "nothing was written, and no machine was touched", run: AGAIN },
  { kinds: WORKBENCH_PROBLEMS, failed: "no machine was touched", run: AGAIN },
  {
    kinds: LAB_PROBLEMS,
    failed: "the lab may be up in part; no machine outside of it was touched",
    run: `${AGAIN}; \`quorate lab status\` says what is there, \`quorate lab down\` removes it`,
  },
  { kinds: APPS_PROBLEMS, failed: "what the message says was not done", run: AGAIN },
];

const AT_THE_LINE = "correct machines.ts at the line that the message names, then `quorate generate`";

const COMPILER = {
  meaning: "TypeScript's compiler does not take machines.ts; what it says stands in the message",
  truth: "nothing was done",
  run: AT_THE_LINE,
};

/** `explain <code>`: what it means, what is true then, and what to run. */
export function explain(asked: string, context: AppContext): ExitCode {
  // As it stands behind a message, where it was pasted from.
  const code = asked.trim().replace(/^\[(.*)\]$/, "$1");
  const found = explained(code);
  if (found === undefined) {
    const closest = closestName(code, allCodes());
    return report(
      [
        problem(
          "code-unknown",
          code,
          `${JSON.stringify(code)} is no code of Quorate's`,
          closest === undefined ? "Codes stand in brackets behind a message" : `Did you mean ${closest}?`,
        ),
      ],
      context,
    );
  }
  if (context.json) tellJson({ ok: true, ...found }, context);
  else {
    context.out(`${found.code}: ${found.meaning}`);
    context.out(`then: ${found.truth}`);
    context.out(`run: ${asTyped(found.run, context.invocation)}`);
  }
  return EXIT.done;
}

function explained(code: string): Explained | undefined {
  for (const { kinds, failed, run } of ROOMS) {
    const kind = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
    if (kind === undefined) continue;
    const stop = WHEN_IT_STOPS.find(({ codes }) => codes.includes(code));
    const told = stop === undefined ? { truth: truthOf(kind, failed), run } : toldOf(kind, stop);
    return { code, meaning: kind.meaning, ...told };
  }
  if (/^TS\d+$/.test(code)) return { code, ...COMPILER };
  const finding = Object.entries(FINDING_KINDS).find(([name]) => name === code)?.[1];
  if (finding === undefined) return undefined;
  return {
    code,
    meaning: `a rule of machines.ts: ${finding.rule}`,
    truth: finding.severity === "error" ? "nothing was done" : "what was asked for is done",
    run: AT_THE_LINE,
  };
}

/** What the documentation has, for a terminal: a link has no place there. */
function toldOf(
  { severity, exit }: ProblemKind,
  { then, run }: WhenItStops,
): Pick<Explained, "truth" | "run"> {
  const stops = severity === "error" && exit === "failed" && !/^nothing was touched/.test(then);
  return {
    truth: stops ? `${then}; no further node is touched` : then,
    run: run.replaceAll(/\[([^\]]*)\]\(([^)#]*)[^)]*\)/g, 'docs/$2, "$1"'),
  };
}

function truthOf({ severity, exit }: ProblemKind, failed: string): string {
  if (severity === "warning") return "what was asked for is done, or goes on; this is only said";
  return exit === "wrong-input" ? "nothing was touched" : failed;
}

function allCodes(): readonly string[] {
  return [...ROOMS.flatMap(({ kinds }) => Object.keys(kinds)), ...Object.keys(FINDING_KINDS)];
}
