export type { Argv, Command } from "./command.ts";
export { type CommandOutput, lastLine, lastLines } from "./command-output.ts";
export { assignment, printCommand, shellLine } from "./print-command.ts";
export type { LineListener, Runner } from "./runner.ts";
export { shellWord } from "./shell-word.ts";
export { createSystemRunner, type SystemRunnerOptions } from "./system-runner.ts";
