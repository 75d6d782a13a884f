/** How many of that many members of etcd have to agree: more than half. */
export function quorumOf(members: number): number {
  return Math.floor(members / 2) + 1;
}
