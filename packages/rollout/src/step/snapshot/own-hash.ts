/** Compares `snapshot.db` with the hash that etcd writes behind its database, of all that comes before it. */
export function ownHashLines(damaged: number): readonly string[] {
  return [
    "told=$(tail -c 32 snapshot.db | od -An -v -tx1 | tr -d ' \\n')",
    'made=$(head -c "$(($(wc -c <snapshot.db) - 32))" snapshot.db | sha256sum | cut -c 1-64)',
    `if [ "$told" != "$made" ]; then echo "its own hash is another" >&2; exit ${damaged}; fi`,
  ];
}
