import { type DistributionKind, type HostName, SECRETS_DIRECTORY } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { answersOf } from "../observe/answers.ts";
import { GC_ROOTS, QUORATE_DIRECTORY } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import { handOverScript, type WatchdogHandOver } from "../watchdog/hand-over-script.ts";
import { minorOf } from "../watchdog/minor-of.ts";
import { STARTED_BY, UNIT_FOLDER, WATCHDOG_DIRECTORY, WATCHDOG_UNIT } from "../watchdog/on-host.ts";
import { membersLines, type OtherMembers } from "../watchdog/others-can.ts";
import { watchScript } from "../watchdog/watch-script.ts";
import { sshCommandFailure } from "./failure.ts";
import { failedBy } from "./judgement.ts";
import type { WayBack } from "./learned.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/** Keeps what runs and its secrets, and lets the node go back to both by itself unless what follows is confirmed. */
export interface ArmWatchdogStep {
  readonly node: HostName;
  readonly distribution: DistributionKind;
  /** What is about to be activated; `undefined` where files alone change. */
  readonly closure: StorePath | undefined;
  /** After how long without a word. */
  readonly seconds: number;
  /**
   * Why it keeps what runs, and never goes back to it: the apiserver of before can't read what this one encrypts.
   */
  readonly never: "encryption" | undefined;
  /** Whom it asks before it goes back, where the node is a member of etcd: it must not while they need it. */
  readonly others: OtherMembers | undefined;
  /** What it leaves to others before it goes back by itself; `undefined` where that is nothing. */
  readonly handsOver: WatchdogHandOver | undefined;
}

/** See {@link ArmWatchdogStep}. */
export const armWatchdog: StepKind<ArmWatchdogStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [
    sshCommand(paths, step.node, "keep what runs, and arm the watchdog", armScript(step), {
      timeoutSeconds: INSTANT_TIMEOUT,
      // What it answers is no sentence.
      output: "silent",
    }),
  ],
  judge: (step, output, paths) => {
    if (output.code === 0) return { kind: "done", learned: { wayBack: wayBackOf(output.stdout) } };
    return failedBy(
      sshCommandFailure(
        {
          node: step.node,
          says: "arm-watchdog-failed",
          doing: describe(step),
          hint: `Nothing was changed on it; see the space on the machine, that ${UNIT_FOLDER} can be written, and run the same command again`,
        },
        output,
        paths,
      ),
    );
  },
};

function describe({ seconds, never }: ArmWatchdogStep): string {
  if (never !== undefined) return NEVER[never];
  return `arming its watchdog (it goes back to what it runs, with its secrets, ${seconds} s after the last word from here)`;
}

const NEVER: { readonly [N in NonNullable<ArmWatchdogStep["never"]>]: string } = {
  encryption:
    "keeping what it runs, without a watchdog (what its apiserver encrypts from now on the one of before can't read)",
};

function wayBackOf(stdout: string): WayBack {
  const said = answersOf(stdout.split("\n")).last("way-back");
  return said === "there" || said === "etcd" || said === "encryption" || said === "member" ? said : "none";
}

/**
 * What ran before the first change that nobody has confirmed is what is gone back to: a run that follows on one that
 * died finds it kept already. All of it is there before the file that arms is.
 */
function armScript({ distribution, closure, seconds, never, others, handsOver }: ArmWatchdogStep): string {
  const unit = `${UNIT_FOLDER}/${WATCHDOG_UNIT}`;
  const { etcdUnit, oneProgram } = OPERATIONS[distribution];
  return [
    "set -eu",
    `mkdir -p -m 0755 ${QUORATE_DIRECTORY}`,
    "umask 077",
    `mkdir -p ${WATCHDOG_DIRECTORY}`,
    `cd ${WATCHDOG_DIRECTORY}`,
    "exec 9>lock",
    "flock -w 60 9 || { echo 'it is going back to its previous system right now' >&2; exit 75; }",
    // Whoever begins anew has not asked for that any more.
    "rm -f back waits",
    "if [ ! -e armed ]; then",
    "  rm -rf new && mkdir -p new/secrets",
    "  running=$(readlink -e /run/current-system || true)",
    '  if [ -x "$running/bin/switch-to-configuration" ]; then',
    '    echo "$running" >new/closure',
    "    cat /etc/quorate/fingerprint >new/fingerprint 2>/dev/null || rm -f new/fingerprint",
    `    mkdir -p -m 0755 ${GC_ROOTS}`,
    `    ln -sfn "$running" ${GC_ROOTS}/previous`,
    "  fi",
    `  if [ -d ${SECRETS_DIRECTORY} ]; then ( cd ${SECRETS_DIRECTORY} && find . -maxdepth 1 -type f -exec cp -p -t ${WATCHDOG_DIRECTORY}/new/secrets {} + ); fi`,
    "  sync new/secrets/* 2>/dev/null || true",
    "  rm -rf previous && mv new previous",
    "  rm -f went-back activated back heard",
    "fi",
    // There is nothing to go back to on a machine on which nothing of NixOS runs yet.
    "if [ ! -e previous/closure ]; then echo way-back=none; exit 0; fi",
    "previous=$(cat previous/closure)",
    `cat >watch.new <<'END OF WATCHDOG'\n${watchScript(distribution)}END OF WATCHDOG`,
    "mv -f watch.new watch",
    'echo "$previous/sw/bin:$PATH" >path',
    ...(handsOver === undefined
      ? [": >hand-over"]
      : [`cat >hand-over <<'END OF HAND-OVER'\n${handOverScript(handsOver, distribution)}END OF HAND-OVER`]),
    'shell=$(readlink -e "$previous/sw/bin/bash" || readlink -e "$(command -v bash)" || readlink -e /bin/sh)',
    others === undefined ? ": >members" : `${membersLines(others)} >members`,
    ...minorOf(distribution, others !== undefined),
    `from=$(minor_of "$previous" ${etcdUnit}) to=$(minor_of ${closure ?? '"$previous"'} ${etcdUnit})`,
    "boot=$(cat /proc/sys/kernel/random/boot_id)",
    `echo "$boot $(cut -d. -f1 /proc/uptime)" >heard`,
    // A run that has died had put it on etcd's list, or one that has failed had given its apiserver a key.
    "for why in member encryption; do if grep -qx never=$why armed 2>/dev/null; then echo way-back=$why; exit 0; fi; done",
    ...(never === undefined
      ? []
      : [`printf "%s\\n" "boot=$boot" never=${never} >armed`, `echo way-back=${never}`, "exit 0"]),
    'if [ -n "$from" ] && [ -n "$to" ] && [ "$from" != "$to" ]; then',
    // A member that has run the newer one may hold what the older one can't read.
    `  printf "%s\\n" "boot=$boot" never=etcd "etcd=$from $to" program=${oneProgram ?? "etcd"} >armed`,
    "  echo way-back=etcd",
    "  exit 0",
    "fi",
    "umask 022",
    `mkdir -p ${UNIT_FOLDER}`,
    `printf '%s\\n' '[Unit]' 'Description=Goes back to the system of before, unless a deployment confirms what followed it' 'DefaultDependencies=no' 'After=local-fs.target' 'Conflicts=shutdown.target' 'Before=shutdown.target' '[Service]' 'Type=exec' "ExecStart=$shell ${WATCHDOG_DIRECTORY}/watch" 'Restart=on-failure' 'RestartSec=5' >${unit}`,
    ...STARTED_BY.flatMap((target) => [
      `mkdir -p ${UNIT_FOLDER}/${target}.wants`,
      `ln -sfn ../${WATCHDOG_UNIT} ${UNIT_FOLDER}/${target}.wants/${WATCHDOG_UNIT}`,
    ]),
    `printf "%s\\n" "seconds=${seconds}" "boot=$boot" >armed.new`,
    `sync armed.new ${unit} previous/closure`,
    "mv -f armed.new armed",
    "sync . previous",
    "systemctl daemon-reload",
    `systemctl start ${WATCHDOG_UNIT}`,
    "echo way-back=there",
  ].join("\n");
}
