/** A pure room as the mutation tester sees it. Paths are those from the repository's root. */
export interface Room {
  /** The files that are mutated. */
  readonly sources: RegExp;
  /** The tests that judge its mutants: quick, and without nix, openssl or a nixpkgs of the machine. */
  readonly tests: RegExp;
}

/** The pure rooms, by the name that `npm run mutants` knows them under. */
export const ROOMS = {
  cluster: {
    sources: /^packages\/cluster\/src\/((parse|rules|model\/secret)\/|resolve)/,
    tests: /^packages\/cluster\/src\/((parse|rules|model\/secret)\/|resolve)/,
  },
  nix: { sources: /^packages\/nix\/src\//, tests: /^packages\/nix\/src\/(?!real-nix)/ },
  nixos: {
    sources: /^packages\/nixos\/src\/(?!options\/)/,
    tests: /^packages\/nixos\/src\/(?!options\/)/,
  },
  pki: { sources: /^packages\/pki\/src\/plan\//, tests: /^packages\/pki\/src\/plan\// },
  // The laws of a rollout take seconds: with them, each of its mutants would.
  rollout: { sources: /^packages\/rollout\/src\//, tests: /^packages\/rollout\/src\/(?!run\/laws)/ },
} as const satisfies Readonly<Record<string, Room>>;

/** The name of a room with mutants. */
export type RoomName = keyof typeof ROOMS;

/**
 * What is no source wherever it lies: tests, their tables and support, what is generated, and tables of words: a
 * problem's code, exit and meaning stand in docs/problems.md, which test/problems.test.ts compares with them.
 */
const NOT_A_SOURCE =
  /\.(test|type-test|cases|generated)\.ts$|\/testing\/|\/(test-cluster|fixture|problem-kind)\.ts$/;

/** Which of `files` are mutated in a room. */
export function sourcesOf(room: RoomName, files: readonly string[]): readonly string[] {
  return files.filter(
    (file) => file.endsWith(".ts") && ROOMS[room].sources.test(file) && !NOT_A_SOURCE.test(file),
  );
}

/** Which of `files` judge the mutants of a room. */
export function testsOf(room: RoomName, files: readonly string[]): readonly string[] {
  return files.filter((file) => file.endsWith(".test.ts") && ROOMS[room].tests.test(file));
}

/** Whether there is a room of this name. */
export function isRoom(name: string): name is RoomName {
  return Object.hasOwn(ROOMS, name);
}
