/** A file as it was found. */
export interface FoundFile {
  readonly content: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

/** The certificates' folder at one moment. Paths are relative to it. */
export interface Snapshot {
  /** Regular files of the folders that are ours. */
  readonly files: ReadonlyMap<string, FoundFile>;
  /** Folders that are ours, with permission bits; `.` is the folder itself. */
  readonly folders: ReadonlyMap<string, number>;
  /** What is neither file nor folder where only they may be, such as a symbolic link. */
  readonly irregular: readonly string[];
  /** What was imported from another project, by the same paths; there are no others than IMPORTED. */
  readonly imported: ReadonlyMap<string, Buffer>;
  /** What lies in places that nobody plans anything in. */
  readonly strangers: readonly string[];
}
