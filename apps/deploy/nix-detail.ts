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

/** By which ways Nix came to an error, in what it says before the error itself: most are nixpkgs' own. */
const FRAMES: readonly RegExp[] = [
  /^\s*$/,
  /^\s+… /,
  /^\s+at \S.*:\d+:\d+:$/,
  /^\s+\d*\|/,
  /^\s*\(stack trace truncated;/,
];

/** Tells which lines of one command's output are for `--verbose` alone: it is asked of each, in their order. */
export function createNixDetail(): (line: string) => boolean {
  let inTrace = false;
  return (line) => {
    // Nix writes this alone where what follows first is how it got there.
    if (line === "error:") {
      inTrace = true;
      return true;
    }
    if (inTrace && FRAMES.some((frame) => frame.test(line))) return true;
    if (/^\s+error: /.test(line)) inTrace = false;
    return DETAILS.some((detail) => detail.test(line));
  };
}
