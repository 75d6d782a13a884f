import { ownHashLines } from "./own-hash.ts";

/**
 * Receives a snapshot on this machine, as a tar of `taken.json` and `snapshot.db` on standard input: a script of
 * POSIX shell, whose arguments are the folder that is to hold both, what is known of the cluster as JSON, and the flake.
 * So too, unread, the files `beside` it. The folder is there whole, or not at all. It ends with `damaged` where what came
 * is not what was sent.
 */
export function receiveScript(damaged: number, beside: readonly string[]): string {
  const wanted = ["snapshot.db", "taken.json", ...beside].map((name) => `[ -s ${name} ]`).join(" && ");
  return [
    "set -eu",
    "umask 077",
    'folder=$1 known=$2 flake=$3 all=$(dirname "$1") name=$(basename "$1")',
    '[ -d "$all" ] || mkdir -p -m 0700 "$all"',
    // It holds Secrets: git, and so Nix, does not see it.
    '[ -e "$all/.gitignore" ] || printf "%s\\n" "# Snapshots of etcd: they hold Secrets." "*" >"$all/.gitignore"',
    'incoming="$all/.incoming-$name"',
    'rm -rf "$incoming"',
    'mkdir "$incoming"',
    "trap 'rm -rf \"$incoming\"' EXIT",
    'cd "$incoming"',
    // Of what ends too early tar makes nothing, and may find that well.
    `tar --extract --no-same-owner --no-same-permissions --file=- && ${wanted} || { echo 'it ended before it was whole' >&2; exit ${damaged}; }`,
    'of() { sed -n "s/.*\\"$1\\":\\"\\{0,1\\}\\([0-9a-f]*\\).*/\\1/p" taken.json; }',
    "bytes=$(wc -c <snapshot.db | tr -d ' ')",
    'if [ "$bytes" != "$(of bytes)" ] || [ "$(sha256sum snapshot.db | cut -c 1-64)" != "$(of sha256)" ]; then',
    '  echo "it has $bytes bytes, and other ones than the $(of bytes) that were sent" >&2',
    `  exit ${damaged}`,
    "fi",
    ...ownHashLines(damaged),
    'commit=$(git -C "$flake" rev-parse --verify --quiet "HEAD^{commit}" 2>/dev/null || true)',
    'printf \'{"schema":1,"commit":"%s","known":%s,"taken":%s}\\n\' "$commit" "$known" "$(cat taken.json)" >manifest.json',
    "rm taken.json",
    `sync ${["snapshot.db", "manifest.json", ...beside].join(" ")} .`,
    'rm -rf "$folder"',
    'mv "$incoming" "$folder"',
    'sync "$all"',
    "trap - EXIT",
  ].join("\n");
}
