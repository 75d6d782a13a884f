import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import type { MembersOptions } from "./members.ts";

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
}
