/**
 * Lines that Nix writes by the dozen for each node, and that tell nothing beside what the plan has told: each path
 * that is made or copied, and each input of the flake that is another than in its lock, as `--override-input` asks.
 */
const DETAILS: readonly RegExp[] = [
  /^copying (path '|\d+ paths)/,
  /^\s*'?\/nix\/store\/\S+$/,
  /^• (Added|Removed|Updated) input '/,
  /^ +(→ )?('[a-z+]+:[^']*'( \(\d{4}-\d\d-\d\d\))?|follows '[^']*')$/,
  /^warning: (not writing modified lock file of flake|you did not specify '--add-root')/,
];

/** Whether a line of a command's output is for `--verbose` alone. */
export function isNixDetail(line: string): boolean {
  return DETAILS.some((detail) => detail.test(line));
}
