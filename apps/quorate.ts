import { parseArguments } from "./command-line/parse-arguments.ts";
import { perform } from "./command-line/perform.ts";
import { EXIT } from "./terminal/exit-code.ts";

const VERSION = "0.1.0";

let resultsLost = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that has gone (`quorate deploy --dry-run | head`) is no error, and hides none.
  if (error.code === "EPIPE" || resultsLost) return;
  resultsLost = true;
  process.stderr.write(`error: the results cannot be written: ${error.message}\n`);
  process.exitCode = EXIT.failed;
});
// Nobody is left to be told; the exit code still says it.
process.stderr.on("error", () => undefined);

const parsed = await parseArguments(process.argv.slice(2), VERSION, (line) =>
  process.stdout.write(`${line}\n`),
);
const code = parsed.kind === "work" ? await perform(parsed.chosen) : parsed.exit;
if (!resultsLost) process.exitCode = code;
// Nothing that still waits keeps a command from ending: a timer that machines.ts, a program of the user's own, left
// behind, or an answer that nobody needs any more. Both streams are written first, and told of what failed then,
// which decides the exit code.
process.stdout.write("", () => setImmediate(() => process.stderr.write("", () => process.exit())));
