import { collectName } from "../command-line/collect-name.ts";
import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import type { MembersOptions } from "./members.ts";
import type { RestoreOptions } from "./restore.ts";
import type { SnapshotOptions } from "./snapshot.ts";

/** Adds `etcd` and what is under it. */
export function addEtcd(line: CommandLine): void {
  const etcd = line.command("etcd", "the members of etcd, and copies of what is in it");
  line
    .command("members", "who is a member of etcd, asked of every one of them", etcd)
    .addOption(certificatesOption())
    .action(
      line.does<MembersOptions>((options) => async (context) => {
        const { members } = await import("./members.ts");
        return members(options, context);
      }),
    );
  line
    .command("snapshot", "a copy of all that is in etcd, verified, on this machine", etcd)
    .option(
      "--to <folder>",
      "where it goes, in a folder of its own (default: snapshots beside the certificates)",
    )
    .addOption(certificatesOption())
    .action(
      line.does<SnapshotOptions>((options) => async (context) => {
        const { snapshot } = await import("./snapshot.ts");
        return snapshot(options, context);
      }),
    );
  line
    .command("restore <snapshot>", "begin anew, as a whole cluster, with what a snapshot has", etcd)
    .option("--without <node>", "leave out a node that is gone for good; repeatable", collectName, [])
    .option("--even-if-it-serves", "give up what etcd serves now, and all that was written since", false)
    .option("--yes", "ask nothing", false)
    .addOption(certificatesOption())
    .action(
      line.does<Omit<RestoreOptions, "snapshot">>((options, snapshot: string) => async (context) => {
        const { restore } = await import("./restore.ts");
        return restore({ ...options, snapshot }, context);
      }),
    );
}
