import type { DistributionKind, HostName } from "@quorate/cluster";
import { lastLine } from "@quorate/command";
import type { DeployPaths } from "../../deploy-paths.ts";
import { QUORATE_DIRECTORY } from "../../on-host.ts";
import { problem } from "../../problem-kind.ts";
import { type SnapshotOrigin, snapshotPath } from "../../snapshot/manifest.ts";
import { SPARE_KIBIBYTES } from "../../snapshot/size.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { sshCommandFailure } from "../failure.ts";
import { DONE, failedBy } from "../judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";
import { receiveScript } from "./receive-script.ts";
import { WRITERS } from "./writer.ts";

/** Takes a snapshot of etcd from one of its members, and brings it to this machine. */
export interface SnapshotStep {
  readonly node: HostName;
  readonly distribution: DistributionKind;
  readonly clientUrl: string;
  /** Where the API listens, as far as it has a part in this. */
  readonly apiPort: number;
  /** What is known of the cluster beforehand, for whoever restores it. */
  readonly origin: SnapshotOrigin;
  /** Seconds that each half may take: to write it, and to send it. */
  readonly timeoutSeconds: number;
}

const doing = "taking a snapshot of etcd";

/** See {@link SnapshotStep}. */
export const takeSnapshot: StepKind<SnapshotStep> = {
  phase: "staging",
  describe: () => doing,
  commands: (step, paths) => [
    sshCommand(paths, step.node, "write a snapshot of etcd", writeScript(step, paths), {
      timeoutSeconds: step.timeoutSeconds,
      output: "silent",
    }),
    fetchCommand(step, paths),
  ],
  judge: ({ node }, output, { outputs, certificates }) => {
    if (output.code === 0) return DONE;
    if (outputs.length > 1 && output.code === DAMAGED) {
      return failedBy(
        problem(
          "snapshot-damaged",
          node,
          `the snapshot of etcd that came from ${node} is not what was sent, or not whole${lastLine(output.stderr)}`,
          "Nothing was touched, and nothing of it is kept. Run the same command again; if it is the same, see the disks of both machines",
        ),
      );
    }
    return failedBy(
      sshCommandFailure(
        {
          node,
          says: "snapshot-failed",
          doing,
          hint: "Nothing was touched. See etcd and the space on that machine, and the space here; then run the same command again. `--no-snapshot` deploys without one",
        },
        output,
        { certificates },
      ),
    );
  },
};

/** What the receiving script ends with where the copy is not what was sent. */
const DAMAGED = 65;

/** Where a host keeps a snapshot until it is fetched: for nobody else to read. */
const ON_HOST = `${QUORATE_DIRECTORY}/snapshots`;

/** Minutes after which what is there was left by a run that died. */
const LEFT_AFTER = 180;

/** The distribution's own way to write it, in a folder of the run's. */
function writeScript({ distribution, clientUrl, apiPort }: SnapshotStep, { run }: Pick<DeployPaths, "run">) {
  const folder = `${ON_HOST}/${run}`;
  return [
    "set -eu",
    "umask 077",
    "export PATH=/run/current-system/sw/bin:$PATH",
    `mkdir -p -m 0755 ${QUORATE_DIRECTORY}`,
    `[ -d ${ON_HOST} ] || mkdir -m 0700 ${ON_HOST}`,
    `find ${ON_HOST} -mindepth 1 -maxdepth 1 -mmin +${LEFT_AFTER} -exec rm -rf {} +`,
    `rm -rf ${folder}`,
    `mkdir ${folder}`,
    `trap '[ $? = 0 ] || rm -rf ${folder}' EXIT`,
    `cd ${folder}`,
    "fits() {",
    "  free=$(df -Pk . | awk 'NR == 2 { print $4 }')",
    `  [ "$free" -ge $(($1 / 1024 + ${SPARE_KIBIBYTES})) ] || { echo "the database has $(($1 / 1048576)) MiB, and only $((free / 1024)) MiB are free there" >&2; exit 1; }`,
    "}",
    ...WRITERS[distribution]({ clientUrl, apiPort, run }),
    `printf '{"takenAt":"%s","etcdVersion":"%s","server":"%s","bytes":%s,"sha256":"%s","status":%s}\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$version" "\${server-}" "$(wc -c <snapshot.db)" "$(sha256sum snapshot.db | cut -c 1-64)" "$status" >taken.json`,
  ].join("\n");
}

function fetchCommand({ node, origin, timeoutSeconds }: SnapshotStep, paths: DeployPaths) {
  const folder = `${ON_HOST}/${paths.run}`;
  const send = `trap 'rm -rf ${folder}' EXIT; tar --create --file=- --directory=${folder} -- ${["taken.json", "snapshot.db", ...origin.beside].join(" ")}`;
  const { argv } = sshCommand(paths, node, "", send);
  const { run, by, flake } = paths;
  const known = JSON.stringify({ ...origin, takenOn: node, run, by });
  return {
    node,
    description: "fetch the snapshot of etcd",
    argv: [
      "sh",
      "-c",
      receiveScript(DAMAGED, origin.beside),
      "sh",
      snapshotPath(paths, origin.cluster),
      known,
      flake,
    ],
    inputFrom: argv,
    timeoutSeconds: timeoutSeconds + INSTANT_TIMEOUT,
    output: "silent",
  } as const;
}
