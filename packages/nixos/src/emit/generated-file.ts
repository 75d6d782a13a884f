/** A file below `nix/generated/`. */
export interface GeneratedFile {
  /** Relative to `nix/generated`, with `/` between the parts. */
  readonly path: string;
  /** The whole content, with a newline at its end. */
  readonly text: string;
}
