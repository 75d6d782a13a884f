import { PORTS } from "@quorate/cluster";
import { OPERATIONS } from "../../distribution/operations.ts";
import { programOf } from "../../running.ts";
import type { Answers } from "../answers.ts";
import { type Known, known, unknown } from "../known.ts";
import { curl, type Subject } from "../subject.ts";

/** What the parts of a control plane say of themselves, each asked on its own host; unknown on every other node. */
export interface ControlPlaneFacts {
  /** What this node's own apiserver says, not the one behind the VIP. */
  readonly readyz: Known<Readiness>;
  /** Such as `v1.36.3`. */
  readonly version: Known<string>;
  /**
   * The version of the apiserver that its system starts, asked for where the one above was not told; `undefined` where
   * its system starts none.
   */
  readonly installed: Known<string | undefined>;
  readonly controllerManager: Known<boolean>;
  readonly scheduler: Known<boolean>;
}

/** The answer of `/readyz?verbose`. */
export interface Readiness {
  readonly ready: boolean;
  /** Checks that it did not pass, such as `etcd`. */
  readonly failing: readonly string[];
}

/** Prints a question's body and, in a line of its own, the status of the answer: `000` where there was none. */
const STATUS = ["--write-out", "'\\n%{http_code}\\n'"];

/** See {@link ControlPlaneFacts}. */
export const controlPlane: Subject<ControlPlaneFacts> = {
  questions: ({ cluster, node }) => {
    if (!node.roles.controlPlane) return [];
    const { api: who, apiserverUnit } = OPERATIONS[cluster.distribution.kind];
    const api = `https://127.0.0.1:${cluster.api.port}`;
    const healths = [PORTS.controllerManager, PORTS.scheduler].map(
      ({ port }) => `https://127.0.0.1:${port}/healthz`,
    );
    const nowhere = ["--output", "/dev/null"];
    const code = [...nowhere, ...nowhere, "--write-out", "'%{http_code}\\n'"];
    return [
      // What /version says is an object; all before that is readyz'.
      `said=$(${curl([`${api}/readyz?verbose`, `${api}/version`], who, STATUS)} | sed -n -e '/^{/,\${s/.*"gitVersion": *"\\([^"]*\\)".*/api-version=\\1/p;d}' -e 's/^/readyz=/p')`,
      "printf '%s\\n' \"$said\"",
      `case $said in *api-version=*) ;; *)\n${installedQuestion(apiserverUnit)}\n;; esac`,
      `${curl(healths, undefined, code)} | { read -r code; echo "controller-manager=$code"; read -r code; echo "scheduler=$code"; }`,
    ];
  },
  read: (answers) => ({
    readyz: readinessOf(answers),
    version: versionOf(answers),
    installed: installedOf(answers),
    controllerManager: healthOf(answers, "controller-manager"),
    scheduler: healthOf(answers, "scheduler"),
  }),
};

function readinessOf({ all }: Answers): Known<Readiness> {
  const lines = all("readyz");
  // What comes after the first is of the question behind it, where that has no answer.
  const status = lines.find((line) => /^\d{3}$/.test(line));
  // 200 is ready, 500 is not; anything else is no answer of this question.
  if (status !== "200" && status !== "500") return unknown("its apiserver does not answer");
  const failing = lines.flatMap((line) => /^\[-\](\S+)/.exec(line)?.[1] ?? []);
  return known({ ready: status === "200", failing });
}

function versionOf({ last }: Answers): Known<string> {
  const version = last("api-version");
  return version === "" ? unknown("its apiserver does not tell its version") : known(version);
}

/** Of a system whose unit can't be read it is not known whether it starts one. */
function installedQuestion(unit: string): string {
  return [
    `unit=/run/current-system/etc/systemd/system/${unit}`,
    'if [ -e "$unit" ]; then',
    `  program=$(${programOf('"$unit"')})`,
    `  echo "api-installed=$("$program" --version 2>/dev/null | sed -n 's/^[^0-9]*\\(v[0-9][^ ]*\\).*/\\1/p' | head -n 1)"`,
    "elif [ -d /run/current-system/etc/systemd/system ] || [ ! -e /run/current-system ]; then echo api-installed=none; fi",
  ].join("\n");
}

function installedOf({ last }: Answers): Known<string | undefined> {
  const version = last("api-installed");
  if (version === "none") return known(undefined);
  return version === "" ? unknown("its system does not tell which apiserver it starts") : known(version);
}

/** A component that does not listen is as good as none: the host itself was reached. */
function healthOf({ last }: Answers, key: string): Known<boolean> {
  const status = last(key);
  if (!/^\d{3}$/.test(status)) return unknown(`${key} was not asked`);
  return known(status === "200");
}
