/** The options that every command takes, as commander gives them. */
export interface CommonOptions {
  /** Path of machines.ts, relative to the working folder. */
  readonly machines: string;
  readonly json: boolean;
  /** False for `--no-color`. */
  readonly color: boolean;
  readonly verbose: boolean;
}
