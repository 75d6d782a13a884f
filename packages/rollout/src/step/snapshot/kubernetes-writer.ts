import { OPERATIONS } from "../../distribution/operations.ts";
import { ETCD_TOOL } from "../../snapshot/etcd-tool.ts";
import type { SnapshotWriter } from "./writer.ts";

/** By the programs of the host's own system: those of the etcd that runs there. */
export const kubernetesWriter: SnapshotWriter = ({ clientUrl }) => {
  const who = OPERATIONS.kubernetes.etcd.client;
  const trust = `--cacert=${who.authority} --cert=${who.certificate} --key=${who.key}`;
  return [
    "export ETCDCTL_API=3",
    `ctl() { etcdctl --endpoints=${clientUrl} ${trust} "$@"; }`,
    "told=$(ctl endpoint status --write-out=json)",
    `fits "$(printf '%s' "$told" | sed 's/.*"dbSize":\\([0-9]*\\).*/\\1/')"`,
    // Since 3.5 it tells of its progress as lines of JSON.
    `ctl snapshot save snapshot.db >/dev/null 2>log || { grep -v '"level":"\\(info\\|warn\\)"' <log >&2 || true; exit 1; }`,
    "rm -f log",
    ETCD_TOOL,
    "status=$($tool snapshot status snapshot.db --write-out=json) || status=",
    // Since 3.6 etcdctl knows no status, and ends well with its help: then it is what the member says.
    `case $status in *'"revision":'*) ;; *) status="{\\"revision\\":$(printf '%s' "$told" | sed 's/.*"revision":\\([0-9]*\\).*/\\1/')}" ;; esac`,
    'version=$(etcdctl version | sed -n "s/^etcdctl version: *//p")',
  ];
};
