import type { HostName } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ServerStart, type ServerState, serverStart } from "./server-start.ts";

const names = ["a", "b", "c", "d", "e"] as readonly string[] as readonly HostName[];

const WORDS: { readonly [letter: string]: ServerState } = {
  s: "serves",
  d: "has-data",
  "-": "empty",
  r: "starting",
  "?": "unknown",
};

/** `s-?`: the first serves, the second is empty, the third could not be asked. */
function statesOf(letters: string): ReadonlyMap<HostName, ServerState> {
  return new Map(
    [...letters].map((letter, index) => [names[index] as HostName, WORDS[letter] as ServerState]),
  );
}

function say(start: ServerStart): string {
  if (start.kind === "joins") return start.servers.join("");
  if (start.kind === "waits") return `waits for ${start.for.map(([name]) => name).join("")}`;
  return start.kind;
}

/** How each of the targets starts: `a founds, b a`. */
function starts(letters: string, targets: string): string {
  const states = statesOf(letters);
  const all = [...targets] as readonly string[] as readonly HostName[];
  return all.map((name) => `${name} ${say(serverStart(name, all, states))}`).join(", ");
}

describe("how servers start", () => {
  test.each<[string, string, string]>([
    // One server.
    ["-", "a", "a founds"],
    ["d", "a", "a stays"],
    ["s", "a", "a stays"],
    ["r", "a", "a founds"],
    ["?", "a", "a untold"],
    // Three, none of which has data.
    ["---", "abc", "a founds, b a, c a"],
    ["---", "bc", "b founds, c b"],
    ["---", "c", "c founds"],
    // One that could not be asked may have all there is.
    ["--?", "ab", "a waits for c, b waits for c"],
    ["-??", "a", "a waits for bc"],
    ["?--", "abc", "a untold, b waits for a, c waits for a"],
    // One serves: whatever the others are, it is joined.
    ["s--", "abc", "a stays, b a, c a"],
    ["--s", "ab", "a c, b c"],
    ["-?s", "a", "a c"],
    ["-ds", "ab", "a c, b stays"],
    ["-ss", "a", "a bc"],
    // A wiped first server, whatever it once was told.
    ["-ss", "abc", "a bc, b stays, c stays"],
    // Data, and nobody serves: they come first.
    ["-d-", "ac", "a waits for b, c waits for b"],
    ["ddd", "abc", "a stays, b stays, c stays"],
    ["-dd", "abc", "a waits for bc, b stays, c stays"],
    // Something is under way.
    ["-r-", "a", "a waits for b"],
    ["-r-", "abc", "a waits for b, b a, c waits for b"],
    ["r--", "abc", "a founds, b a, c a"],
    ["-rs", "ab", "a c, b c"],
    // Five.
    ["-----", "abcde", "a founds, b a, c a, d a, e a"],
    ["sss--", "de", "d abc, e abc"],
    ["----?", "abcd", "a waits for e, b waits for e, c waits for e, d waits for e"],
    ["ss-d?", "c", "c ab"],
  ])("%s, for %s: %s", (letters, targets, expected) => {
    expect(starts(letters, targets)).toBe(expected);
  });
});

const anyStates = fc.integer({ min: 1, max: 5 }).chain((count) =>
  fc.record({
    states: fc
      .array(fc.constantFrom(...Object.values(WORDS)), { minLength: count, maxLength: count })
      .map((all) => new Map(all.map((state, index) => [names[index] as HostName, state]))),
    targets: fc.subarray(names.slice(0, count), { minLength: 1 }),
  }),
);

describe("whatever is known of them", () => {
  test("nobody founds beside another, nor beside data, nor beside one that could not be asked", () => {
    fc.assert(
      fc.property(anyStates, ({ states, targets }) => {
        const all = targets.map((name) => ({ name, start: serverStart(name, targets, states) }));
        const founders = all.filter(({ start }) => start.kind === "founds");
        expect(founders.length).toBeLessThanOrEqual(1);
        for (const { name } of founders) {
          const others = [...states].filter(([other]) => other !== name).map(([, state]) => state);
          expect(others.every((state) => state === "empty")).toBe(true);
          expect(["empty", "starting"]).toContain(states.get(name));
          // All others of the run join it.
          for (const other of all.filter((one) => one.name !== name)) {
            expect(other.start).toEqual({ kind: "joins", servers: [name] });
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("who joins joins who serves, or who founds in this very run; who has data is told nothing", () => {
    fc.assert(
      fc.property(anyStates, ({ states, targets }) => {
        for (const name of targets) {
          const start = serverStart(name, targets, states);
          const own = states.get(name);
          const hasData = own === "serves" || own === "has-data";
          expect(start.kind === "stays").toBe(hasData);
          expect(start.kind === "untold").toBe(own === "unknown");
          if (start.kind !== "joins") continue;
          const [first] = targets;
          for (const server of start.servers) {
            expect(server).not.toBe(name);
            const founds = server === first && [...states.values()].every((state) => state !== "serves");
            expect(states.get(server) === "serves" || founds).toBe(true);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
