import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments.ts";
import { type Equivalent, sortOut } from "./equivalent.ts";
import { renderMutant, renderShortfall, renderStale, renderTable, withScores } from "./render.ts";
import { type Mutant, mutantsOf, type Report, type Status } from "./report.ts";
import { isRoom, ROOMS, sourcesOf, testsOf } from "./rooms.ts";
import { fallsShort, type Score, scoreOf } from "./score.ts";
import { strykerOptions } from "./stryker.ts";

const SOURCE = 'const a = "x";\nif (a) {\n  go();\n}\n';
const place = (start: readonly [number, number], end: readonly [number, number]) => ({
  start: { line: start[0], column: start[1] },
  end: { line: end[0], column: end[1] },
});
const REPORT: Report = {
  files: {
    "b.ts": {
      source: SOURCE,
      mutants: [
        {
          mutatorName: "BlockStatement",
          replacement: "{}",
          status: "Survived",
          location: place([2, 8], [4, 2]),
        },
        {
          mutatorName: "StringLiteral",
          replacement: '""',
          status: "Killed",
          location: place([1, 11], [1, 14]),
        },
      ],
    },
    "a.ts": {
      source: "f(1);\nf(2);",
      mutants: [{ mutatorName: "Nothing", status: "NoCoverage", location: place([2, 1], [2, 6]) }],
    },
    "c.ts": { source: "", mutants: [] },
  },
};
const MUTANTS = mutantsOf(REPORT, new Set(["a.ts", "b.ts"]));

describe("mutantsOf", () => {
  it("reads what was changed, in the order of places", () => {
    expect(MUTANTS).toEqual([
      {
        file: "a.ts",
        start: { line: 2, column: 1 },
        mutator: "Nothing",
        original: "f(2);",
        replacement: "",
        status: "NoCoverage",
        before: ["f(2);"],
        after: [""],
      },
      {
        file: "b.ts",
        start: { line: 1, column: 11 },
        mutator: "StringLiteral",
        original: '"x"',
        replacement: '""',
        status: "Killed",
        before: ['const a = "x";'],
        after: ['const a = "";'],
      },
      {
        file: "b.ts",
        start: { line: 2, column: 8 },
        mutator: "BlockStatement",
        original: "{\n  go();\n}",
        replacement: "{}",
        status: "Survived",
        before: ["if (a) {", "  go();", "}"],
        after: ["if (a) {}"],
      },
    ]);
  });

  it("leaves out the files that nobody asked for", () => {
    expect(mutantsOf(REPORT, new Set(["a.ts"])).map(({ file }) => file)).toEqual(["a.ts"]);
  });
});

const survivor: Equivalent = {
  file: "b.ts",
  mutator: "BlockStatement",
  line: "if (a) {",
  original: "{ go(); }",
  replacement: "{}",
  reason: "go does nothing",
};

describe("sortOut", () => {
  const [uncovered, killed, survived] = MUTANTS;

  it("takes out what is listed", () => {
    expect(sortOut(MUTANTS, [survivor])).toEqual({
      equivalent: [survived],
      counted: [uncovered, killed],
      stale: [],
    });
  });

  it("takes out every mutant of the line where the entry does not say which", () => {
    const { original: _, ...anywhere } = survivor;
    expect(sortOut(MUTANTS, [anywhere]).equivalent).toEqual([survived]);
  });

  it.each<[string, Partial<Equivalent>]>([
    ["file", { file: "a.ts" }],
    ["mutator", { mutator: "StringLiteral" }],
    ["line", { line: "if (b) {" }],
    ["original", { original: "{ come(); }" }],
    ["replacement", { replacement: "{ }" }],
  ])("finds an entry stale whose %s is no mutant's", (_, other) => {
    const entry = { ...survivor, ...other };
    expect(sortOut(MUTANTS, [entry])).toEqual({ equivalent: [], counted: MUTANTS, stale: [entry] });
  });

  it.each<[Status, number, number]>([
    ["Survived", 1, 0],
    ["NoCoverage", 1, 0],
    ["Killed", 0, 1],
    ["Timeout", 0, 0],
    ["RuntimeError", 0, 0],
  ])("of a mutant that is %s takes out %i, with %i stale", (status, equivalent, stale) => {
    const mutants = MUTANTS.filter((mutant) => mutant === survived).map((mutant) => ({ ...mutant, status }));
    const sorted = sortOut(mutants, [survivor]);
    expect([sorted.equivalent.length, sorted.stale.length]).toEqual([equivalent, stale]);
    expect(sorted.counted).toHaveLength(1 - equivalent);
  });
});

function withStatuses(counts: Partial<Record<Status, number>>): readonly Mutant[] {
  const [mutant] = MUTANTS;
  if (mutant === undefined) throw new Error("there is a mutant");
  return Object.entries(counts).flatMap(([status, count]) =>
    Array.from({ length: count }, () => ({ ...mutant, status: status as Status })),
  );
}

describe("scoreOf", () => {
  it("counts those that ran out of time as killed, and no errors", () => {
    const counted = withStatuses({
      Killed: 15,
      Timeout: 2,
      Survived: 2,
      NoCoverage: 1,
      RuntimeError: 5,
      Ignored: 1,
    });
    expect(scoreOf(counted, withStatuses({ Survived: 3 }))).toEqual({
      killed: 15,
      timeout: 2,
      survived: 2,
      noCoverage: 1,
      equivalent: 3,
      percent: 85,
    });
  });

  it("is full where there is nothing to kill", () => {
    expect(scoreOf([], []).percent).toBe(100);
  });

  it.each([
    [85, 15, false],
    [849, 151, true],
    [0, 1, true],
  ])("with %i killed and %i not, falls short: %s", (Killed, Survived, expected) => {
    expect(fallsShort(scoreOf(withStatuses({ Killed, Survived }), []))).toBe(expected);
  });
});

const score = (percent: number): Score => ({
  killed: 1,
  timeout: 2,
  survived: 3,
  noCoverage: 4,
  equivalent: 5,
  percent,
});

describe("what is printed", () => {
  it("is a table", () => {
    expect(renderTable(new Map([["nix", score(84.99)]]))).toBe(
      [
        "| room | killed | timeout | survived | no coverage | equivalent | score |",
        "|---|---:|---:|---:|---:|---:|---:|",
        "| nix | 1 | 2 | 3 | 4 | 5 | 84.9 % |",
      ].join("\n"),
    );
  });

  it("shows a mutant as a difference", () => {
    expect(MUTANTS.map(renderMutant)).toEqual([
      "a.ts:2:1 Nothing (no test comes here)\n- f(2);\n+ ",
      'b.ts:1:11 StringLiteral\n- const a = "x";\n+ const a = "";',
      "b.ts:2:8 BlockStatement\n- if (a) {\n-   go();\n- }\n+ if (a) {}",
    ]);
  });

  it("cuts a long one", () => {
    const [mutant] = MUTANTS;
    if (mutant === undefined) throw new Error("there is a mutant");
    expect(renderMutant({ ...mutant, before: ["1", "2", "3", "4", "5"], after: ["1", "2", "3", "4"] })).toBe(
      "a.ts:2:1 Nothing (no test comes here)\n- 1\n- 2\n- 3\n-   …\n+ 1\n+ 2\n+ 3\n+ 4",
    );
  });

  it("says what falls short and what is stale", () => {
    expect(renderShortfall("nix", score(85))).toEqual([]);
    expect(renderShortfall("nix", score(84.95))).toEqual([
      "nix: 84.9 % of the mutants are killed, 85 % are wanted",
    ]);
    expect(renderStale(survivor)).toBe(
      "b.ts: no BlockStatement of `if (a) {` by `{}` survives: take it out of equivalent.json",
    );
  });
});

describe("withScores", () => {
  const head = "# Mutants\n\n| room | score |\n|---|---:|\n";

  it("puts rows into the table, sorted, and leaves those of other rooms", () => {
    const document = `${head}| nix | 0 | 0 % |\n| pki | 9 | 9 % |\n\nMore.\n`;
    expect(
      withScores(
        document,
        new Map([
          ["nix", score(90)],
          ["cluster", score(86)],
        ]),
      ),
    ).toBe(
      `${head}| cluster | 1 | 2 | 3 | 4 | 5 | 86.0 % |\n| nix | 1 | 2 | 3 | 4 | 5 | 90.0 % |\n| pki | 9 | 9 % |\n\nMore.\n`,
    );
  });

  it("wants a table", () => {
    expect(() => withScores("# Mutants\n", new Map())).toThrow("no table");
  });
});

describe("readArguments", () => {
  it("is all rooms unless said", () => {
    expect(readArguments([])).toEqual({
      rooms: Object.keys(ROOMS),
      changed: undefined,
      files: [],
      fresh: false,
      writeDocs: false,
    });
  });

  it("reads rooms and options", () => {
    const args = ["nix", "--file", "a.ts", "--file", "b.ts", "--changed", "main", "--fresh", "pki"];
    expect(readArguments(args)).toEqual({
      rooms: ["nix", "pki"],
      changed: "main",
      files: ["a.ts", "b.ts"],
      fresh: true,
      writeDocs: false,
    });
    expect(readArguments(["--write-docs"]).writeDocs).toBe(true);
  });

  it.each([
    [["hosts"], "there is no room hosts"],
    [["toString"], "there is no room toString"],
    [["--frsh"], "--frsh"],
    [["--write-docs", "--changed", "main"], "whole rooms"],
    [["--write-docs", "--file", "a.ts"], "whole rooms"],
  ])("refuses %j", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});

describe("the rooms", () => {
  const files = [
    "index.ts",
    "index.test.ts",
    "x.cases.ts",
    "x.generated.ts",
    "x.type-test.ts",
    "testing/y.ts",
  ];

  it.each(Object.keys(ROOMS).filter(isRoom))("%s has sources apart from its tests", (room) => {
    const folder = { cluster: "cluster/src/rules", pki: "pki/src/plan" }[room as string] ?? `${room}/src`;
    const all = files.map((file) => `packages/${folder}/${file}`);
    expect(sourcesOf(room, all)).toEqual([`packages/${folder}/index.ts`]);
    expect(testsOf(room, all)).toEqual([`packages/${folder}/index.test.ts`]);
    expect(strykerOptions(room, sourcesOf(room, all), true)).toMatchObject({
      mutate: [`packages/${folder}/index.ts`],
      coverageAnalysis: "perTest",
      ignoreStatic: false,
      force: true,
    });
  });

  it("don't take the tests that need the machine's own nix", () => {
    expect(testsOf("nix", ["packages/nix/src/real-nix.test.ts"])).toEqual([]);
  });
});
