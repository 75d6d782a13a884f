/** Options of deploy whose value is a word of its own. */
const WITH_VALUE: readonly string[] = [
  "--assume",
  "--certs",
  "--configurations",
  "--erase",
  "--evaluate",
  "--except",
  "--flake",
  "--max-unavailable",
  "--option",
  "--override-input",
  "--remove",
];

/** Which of these machines a deployment with these words is to touch; none where it only says what it would do. */
export function targetsAmong(machines: readonly string[], words: readonly string[]): readonly string[] {
  if (words.includes("--dry-run")) return [];
  if (words.includes("--all")) return machines;
  const named = words.filter((_, index) => !WITH_VALUE.includes(words[index - 1] ?? ""));
  return machines.filter((machine) => named.includes(machine));
}
