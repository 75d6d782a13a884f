/** Orders versions of numbers with dots between: what is missing at the end counts as nothing. */
export function compareVersions(one: string, other: string): number {
  const [mine, others] = [one, other].map((version) => version.split(".").map(Number));
  for (const [index, part] of (others ?? []).entries()) {
    const difference = (mine?.[index] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return (mine?.length ?? 0) - (others?.length ?? 0);
}
