import { PORTS } from "@quorate/cluster";
import { OPERATIONS } from "../../distribution/operations.ts";
import type { Answers } from "../answers.ts";
import { fieldOf, listAt, numberAt, readJson, textAt } from "../json.ts";
import { type Known, known, unknown } from "../known.ts";
import { curl, type Subject } from "../subject.ts";

/** How an etcd member is, in its own words. */
export interface EtcdFacts {
  readonly status: Known<EtcdStatus>;
  /** Whether it serves: it has just read through the quorum, and raises no alarm. */
  readonly healthy: Known<boolean>;
  /** The version of the program with etcd that is on the host, running or not: `3.6.16`, or `1.35.6+k3s1`. */
  readonly installed: Known<string>;
}

/** The answer of `Maintenance.Status`, which a member gives without a quorum. */
export interface EtcdStatus {
  /** Hexadecimal, as etcdctl has it. */
  readonly clusterId: string;
  readonly memberId: string;
  /** The id of the leader that it follows; `undefined` where it knows none. */
  readonly leader: string | undefined;
  readonly term: number;
  readonly raftIndex: number;
  /** How much of that is in its data. */
  readonly appliedIndex: number;
  /** Such as `3.6.16`. */
  readonly version: string;
  /** Such as `3.6.0`; empty before 3.6. */
  readonly storageVersion: string;
  /** Bytes of its file, of which the second are in use. */
  readonly size: number;
  readonly sizeInUse: number;
  /** Bytes that its file may have; `undefined` before 3.6. */
  readonly quota: number | undefined;
  readonly learner: boolean;
  /** Alarms among them, such as `memberID:… alarm:NOSPACE`. */
  readonly errors: readonly string[];
}

const LOCAL = `https://127.0.0.1:${PORTS.etcdClient.port}`;

/** See {@link EtcdFacts}. */
export const etcdStatus: Subject<EtcdFacts> = {
  questions: ({ cluster, node }) => {
    if (!node.roles.etcd) return [];
    const { client: who, askedAt, program } = OPERATIONS[cluster.distribution.kind].etcd;
    const own = askedAt(LOCAL);
    return [
      `echo "etcd-status=$(${curl(`${own}/v3/maintenance/status`, who, ["--data", "'{}'"])})"`,
      `echo "etcd-health=$(${curl(`${own}/health`, who)})"`,
      `echo "etcd-installed=$(${program.installed})"`,
    ];
  },
  read: (answers) => ({
    status: statusOf(answers),
    healthy: healthOf(answers),
    installed: installedOf(answers),
  }),
};

function statusOf({ last }: Answers): Known<EtcdStatus> {
  const said = readJson(last("etcd-status"));
  const clusterId = idAt(said, "header", "cluster_id");
  const memberId = idAt(said, "header", "member_id");
  const version = textAt(said, "version");
  if (clusterId === undefined || memberId === undefined || version === "") {
    return unknown("its etcd did not tell its status");
  }
  return known({
    clusterId,
    memberId,
    leader: idAt(said, "leader"),
    term: numberAt(said, "raftTerm") ?? 0,
    raftIndex: numberAt(said, "raftIndex") ?? 0,
    appliedIndex: numberAt(said, "raftAppliedIndex") ?? 0,
    version,
    storageVersion: textAt(said, "storageVersion"),
    size: numberAt(said, "dbSize") ?? 0,
    sizeInUse: numberAt(said, "dbSizeInUse") ?? 0,
    quota: numberAt(said, "dbSizeQuota"),
    learner: fieldOf(said, "isLearner") === true,
    errors: listAt(said, "errors").filter((error) => typeof error === "string"),
  });
}

/** Ids have 64 bits, more than a number holds: protobuf writes them as texts. */
function idAt(value: unknown, ...path: readonly string[]): string | undefined {
  const text = textAt(value, ...path);
  return /^[1-9]\d{0,19}$/.test(text) ? BigInt(text).toString(16) : undefined;
}

function installedOf({ last }: Answers): Known<string> {
  const version = last("etcd-installed");
  return version === "" ? unknown("its system has no etcd that tells its version") : known(version);
}

function healthOf({ last }: Answers): Known<boolean> {
  const said = textAt(readJson(last("etcd-health")), "health");
  if (said === "true" || said === "false") return known(said === "true");
  return unknown("its etcd did not tell whether it is healthy");
}
