import type { Cluster } from "@quorate/cluster";
import {
  beginDeployment,
  etcdJournalOf,
  MEMBER_HEADER,
  memberRow,
  membersFoot,
  membersHead,
  membersOf,
} from "@quorate/rollout";
import { settingsOf } from "../deploy/settings.ts";
import { withCluster } from "../deploy/with-cluster.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { withLook } from "../hosts/with-look.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import { table } from "../terminal/table.ts";

/** What `etcd members` was asked. */
export interface MembersOptions {
  /** Path of machines.ts, relative to the working folder. */
  readonly machines: string;
  /** The folder that genCerts made. Default: `certs` beside machines.ts. */
  readonly certificates?: string;
}

/** `etcd members`: who is a member by each of them, and how they are. It changes nothing. */
export async function members(options: MembersOptions, context: AppContext): Promise<ExitCode> {
  return await withCluster(options, context, tellMembers);
}

/** The same for a cluster that is loaded already, in any world. */
export async function tellMembers(
  cluster: Cluster,
  machinesFile: string,
  options: MembersOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  const settings = settingsOf(options, machinesFile, context.cwd);
  const nodes = cluster.nodes.filter(({ roles, offline }) => roles.etcd && !offline);
  const look = { ...beginDeployment(cluster, []), nodes };
  return await withLook(look, settings, world.run, async ({ observed }) => {
    const told = membersOf(cluster, observed);
    if (told.clusters.length === 0) {
      return report(
        [
          problem(
            "etcd-silent",
            "etcd",
            "no member of etcd told who the members are",
            `\`quorate status\` says of each machine how it is; on a member's: ${etcdJournalOf(cluster)}`,
          ),
        ],
        context,
      );
    }
    if (context.json) {
      tellJson({ ok: true, schema: 1, ...told }, context);
      return EXIT.done;
    }
    const rows = told.members.map(memberRow);
    for (const line of [...membersHead(told), ...table([...MEMBER_HEADER], rows), ...membersFoot(told)]) {
      context.out(line);
    }
    return EXIT.done;
  });
}
