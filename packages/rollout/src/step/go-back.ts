import type { HostName } from "@quorate/cluster";
import { answersOf } from "../observe/answers.ts";
import { CONFIRMED_FILE } from "../on-host.ts";
import { problem } from "../problem-kind.ts";
import { SSH_LOST, sshCommand } from "../ssh/ssh-command.ts";
import { minorWords } from "../watchdog/minor-of.ts";
import { UNIT_FOLDER, WATCHDOG_DIRECTORY, WATCHDOG_UNIT } from "../watchdog/on-host.ts";
import { sshCommandFailure } from "./failure.ts";
import { DONE, failedBy, type Judgement } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/**
 * Lets the node's watchdog take it back to what it ran, with its secrets, now; waits until it has, also where the node
 * can't be reached: then it does so by itself when its time has come.
 */
export interface GoBackStep {
  readonly node: HostName;
  /** After how long without a word the node goes back by itself. */
  readonly seconds: number;
}

/** Seconds that going back takes at most, once it has begun. */
const SWITCH_TIMEOUT = 15 * 60;

/**
 * Seconds for which one that can't be asked is waited for, from when it should have begun by itself: what an activation
 * and a boot take. One that has not answered until then is off, or cut off, which no further waiting mends.
 */
const UNSEEN_TIMEOUT = 5 * 60;

/** Seconds that the others may take to get well before that is left to the watchdog. */
const PATIENCE = 60;

const doing = "going back to what it ran before, with its secrets";

/** See {@link GoBackStep}. */
export const goBack: StepKind<GoBackStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node }, paths) => [
    sshCommand(paths, node, "go back to what it ran", BACK_SCRIPT, {
      connection: "new",
      timeoutSeconds: SWITCH_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: (step, output, paths) => {
    const { node, seconds } = step;
    if (output.code === 0) return judgeWentBack(node, output.stdout);
    const failure = sshCommandFailure(
      {
        node,
        says: "go-back-failed",
        doing,
        hint: "On the machine: systemctl status quorate-watchdog; it goes back by itself as long as that runs. Or boot its previous generation from the boot menu",
      },
      output,
      paths,
    );
    if (output.code !== SSH_LOST) return failedBy(failure);
    const { message } = failure;
    const { wayBack = "there", silentSeconds = 0 } = paths.learned;
    // One that never goes back by itself need not be waited for; nor twice one that has been silent for as long.
    const withinSeconds = wayBack === "there" ? Math.max(0, seconds + UNSEEN_TIMEOUT - silentSeconds) : 0;
    return {
      kind: "ask-again",
      withinSeconds,
      problem: problem(
        "go-back-unseen",
        node,
        wayBack !== "there"
          ? `${node} does not go back by itself, and can't be asked: ${message}`
          : `${node} can't be asked whether it has gone back, which it does by itself ${seconds} s after the last word from here if it runs; ${silentSeconds + withinSeconds} s without an answer are enough for that and for a boot: ${message}`,
        "See its console: is it on, and has it its address? Its previous generation is in the boot menu",
      ),
    };
  },
};

function judgeWentBack(node: HostName, stdout: string): Judgement {
  const { last } = answersOf(stdout.split("\n"));
  const [from = "", to = ""] = last("etcd").split(" ");
  // A host whose watchdog is of before does not tell.
  const program = last("program") || "etcd";
  if (from !== "") {
    return failedBy(
      problem(
        "no-way-back",
        node,
        `${node} stays at what was begun: it would go from ${program} ${minorWords(to)} back to ${minorWords(from)}, and what the newer one has written the older one may not read`,
        `Go forward: correct the configuration with the newer ${program}, and run the same command again. The other way is a restore of etcd from a snapshot of before`,
      ),
    );
  }
  if (last("never") === "encryption") {
    return failedBy(
      problem(
        "no-way-back",
        node,
        `${node} stays at what was begun: what its apiserver has encrypted since, the one of before can't read`,
        "Go forward: correct the configuration with encryptSecrets as it is now, and run the same command again",
      ),
    );
  }
  if (last("never") === "member") {
    return failedBy(
      problem(
        "no-way-back",
        node,
        `${node} stays at what was begun: it was to become a member of etcd, and going back would leave one that is down`,
        "Go forward: correct the configuration, and run the same command again",
      ),
    );
  }
  if (last("way-back") === "none") {
    return failedBy(
      problem(
        "no-way-back",
        node,
        `${node} ran no system before that could be gone back to`,
        "Correct the configuration, and run the same command again",
      ),
    );
  }
  if (last("way-back") === "waits") {
    return failedBy(
      problem(
        "go-back-waits",
        node,
        `${node} stays at what was begun for now: its etcd serves, and the other members can't do without it`,
        "It goes back by itself as soon as they can: mend them (on their machines: journalctl -u etcd). Or run the same command again before",
      ),
    );
  }
  if (last("way-back") === "confirmed") {
    return failedBy(
      problem(
        "no-way-back",
        node,
        `${node} was confirmed before that was known here, and stays as it is`,
        "Run the same command again: nothing is left to be done on it",
      ),
    );
  }
  const code = last("code");
  // Units that have failed are for the last lines and the next gate to see.
  if (code === "0" || code === "4") return DONE;
  return failedBy(
    problem(
      "go-back-failed",
      node,
      `${node} is to go back to ${last("to") || "what it ran"}, whose activation ended with ${code || "nothing that was told"}`,
      "Its watchdog tries again every minute. On the machine: journalctl -u quorate-watchdog, df, systemctl --failed",
    ),
  );
}

const UNIT = `${UNIT_FOLDER}/${WATCHDOG_UNIT}`;

const BACK_SCRIPT = [
  `cd ${WATCHDOG_DIRECTORY} 2>/dev/null && [ -e previous/closure ] || { echo way-back=none; exit 0; }`,
  // Where there is no way back it says why.
  "grep -q ^never= armed 2>/dev/null && { cat armed; exit; }",
  "waited=0",
  "if [ -e armed ]; then",
  "  : >back",
  `  systemctl start ${WATCHDOG_UNIT} || exit`,
  // A request that comes when it has just gone back is nobody's.
  `  while [ -e back ] && [ -e ${UNIT} ]; do if [ -e waits ] && [ "$waited" -ge ${PATIENCE} ]; then echo way-back=waits; exit 0; fi; sleep 1; waited=$((waited + 1)); done`,
  "fi",
  // Its unit is the last thing that it takes away.
  `while [ ! -e armed ] && [ -e ${UNIT} ] && [ "$waited" -lt ${PATIENCE} ]; do sleep 1; waited=$((waited + 1)); done`,
  "if [ -e went-back ]; then cat went-back; exit; fi",
  // Nothing was begun, or the answer of a confirmation was lost.
  `confirmed=$(sed -n 's/^closure=//p' ${CONFIRMED_FILE} 2>/dev/null)`,
  'if [ -z "$confirmed" ] || [ "$confirmed" = "$(cat previous/closure)" ]; then echo code=0; else echo way-back=confirmed; fi',
].join("\n");
