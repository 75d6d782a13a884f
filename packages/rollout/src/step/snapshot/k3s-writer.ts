import { SECRET_OF_TOKEN, SECRETS_DIRECTORY } from "@quorate/cluster";
import { SERVER_TOKEN } from "../../distribution/k3s.ts";
import { K3S_SERVER } from "../../distribution/k3s-paths.ts";
import { OPERATIONS } from "../../distribution/operations.ts";
import { etcdApi } from "../member/etcd-api.ts";
import { k3sVersionLines } from "./k3s-version.ts";
import { ownHashLines } from "./own-hash.ts";
import type { SnapshotWriter } from "./writer.ts";

/**
 * By the server that runs there, which is asked as k3s' operators do; it keeps nothing of it. No etcdutl comes with k3s:
 * where the host has none, etcd's own hash is what is looked at.
 */
export const k3sWriter: SnapshotWriter = ({ clientUrl, apiPort, run }) => {
  const { etcd } = OPERATIONS.k3s;
  const name = `quorate-${run}`;
  const asked = `--etcd-server=https://127.0.0.1:${apiPort} --etcd-snapshot-dir="$PWD"`;
  return [
    ...etcdApi({ distribution: "k3s", clientUrl: etcd.askedAt(clientUrl) }),
    "told=$(ask /v3/maintenance/status '{}' | tr -d ' \\n')",
    `of() { printf '%s' "$told" | sed -n "s/.*[{,]\\"$1\\":\\"\\{0,1\\}\\([0-9.]*\\).*/\\1/p"; }`,
    "size=$(of dbSize) version=$(of version) revision=$(of revision)",
    '[ -n "$size" ] || { echo "its etcd does not say how large it is" >&2; exit 1; }',
    'fits "$size"',
    ...k3sVersionLines,
    `save() { "$k3s" etcd-snapshot save ${asked} --name=${name} >log 2>&1; }`,
    // One at a time: it may be at one by its own schedule.
    "save || { grep -q 'already in progress' log && sleep 20 && save; } || { tail -n 3 log >&2; exit 1; }",
    "rm -f log",
    // A server may be set up to let nobody say where to.
    "file=",
    `for one in "$PWD"/${name}-* ${K3S_SERVER}/db/snapshots/${name}-*; do [ ! -f "$one" ] || file=$one; done`,
    "case $file in",
    "  '') echo 'k3s says that it has taken one, and where is not known' >&2; exit 1 ;;",
    "  *.zip) echo 'this server compresses its snapshots: take etcd-snapshot-compress out of its flags' >&2; exit 1 ;;",
    "esac",
    'ln "$file" snapshot.db 2>/dev/null || cp "$file" snapshot.db',
    // It has an object of it in the API too.
    `"$k3s" etcd-snapshot delete ${asked} "\${file##*/}" >/dev/null 2>&1 || true`,
    'rm -f "$file"',
    ...ownHashLines(1),
    'status="{\\"revision\\":$revision}"',
    "if command -v etcdutl >/dev/null; then status=$(etcdutl snapshot status snapshot.db --write-out=json); fi",
    ...tokenLines,
  ];
};

/**
 * The token that opens it: etcd has k3s' authorities and keys at a place whose name is made of it. Where it is changed
 * at this moment one of the two files is right, and a snapshot that neither opens is of no use to anybody.
 */
const tokenLines: readonly string[] = [
  SECRET_OF_TOKEN,
  `for one in ${K3S_SERVER}/token ${SECRETS_DIRECTORY}/${SERVER_TOKEN}; do`,
  '  [ -s "$one" ] || continue',
  '  place=$(printf \'/bootstrap/%.12s\' "$(secret_of <"$one" | sha256sum)" | base64 -w 0)',
  '  case $(ask /v3/kv/range "{\\"key\\":\\"$place\\",\\"count_only\\":true}" | tr -d \' \\n\') in',
  `    *'"count":"1"'*) cp "$one" ${SERVER_TOKEN}; break ;;`,
  "  esac",
  "done",
  `[ -s ${SERVER_TOKEN} ] || { echo "no token on this host opens what etcd has: neither ${K3S_SERVER}/token nor ${SECRETS_DIRECTORY}/${SERVER_TOKEN}" >&2; exit 1; }`,
];
