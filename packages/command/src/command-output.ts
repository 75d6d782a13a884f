/** How a command ended. */
export interface CommandOutput {
  /** Exit code; `undefined` when it was killed or could not be started. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The last lines of what a command said, at most `count`: the reason is mostly there. None where it said nothing. */
export function lastLines(text: string, count: number): readonly string[] {
  const said = text.trim();
  return said === "" ? [] : said.split("\n").slice(-count);
}

/** The last line that a command said, as the end of a sentence: `: No space left on device`. Empty where it said nothing. */
export function lastLine(text: string): string {
  return lastLines(text, 1)
    .map((line) => `: ${line.trim()}`)
    .join("");
}
