import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADDITIONS, type Addition } from "./additions.ts";
import { makeScratchCopy, type ScratchCopy } from "./scratch-copy.ts";

// A made-up kind is added to a copy of the sources: each room that must learn of it must not compile any more.

const shown = new Map<Addition, readonly string[]>();
let copy: ScratchCopy;

beforeAll(async () => {
  copy = await makeScratchCopy();
});

afterAll(async () => {
  await copy.remove();
});

/** `packages/nixos/src/vip/modes.ts` is of the room nixos, `test/lab/suite.ts` of test. */
function roomOf(file: string): string {
  const [folder = "", name = ""] = file.split("/");
  return folder === "packages" ? name : folder;
}

it("compiles as it is", async () => {
  expect(await copy.filesThatBreak([])).toEqual([]);
});

describe("adding, the compiler shows every room that must learn of it", () => {
  it.each(ADDITIONS.filter(({ edits }) => edits.length > 0))("$what", async (addition) => {
    // Tests that list every kind are no room: they say that something is missing when they are run as well.
    const files = (await copy.filesThatBreak(addition.edits)).filter((file) => !file.endsWith(".test.ts"));
    shown.set(addition, files);
    expect([...new Set(files.map(roomOf))].sort()).toEqual([...addition.rooms].sort());
  });
});

it("is documented in docs/adding.md (if this fails: npx vitest run test/adding -u)", async () => {
  await expect(documentation()).toMatchFileSnapshot("../../docs/adding.md");
});

function documentation(): string {
  return `# To add something, touch these

Whatever there may be several of (distributions, steps, faults, …) is a union on \`kind\`, with a table by kind in
each room that must know it; a table without a row for one of them does not compile. The lists of files below are
what the compiler names when a made-up one is added to a copy of the sources: test/adding tries it, and writes this
page.

${ADDITIONS.map(section).join("\n")}`;
}

function section(addition: Addition): string {
  const files = shown.get(addition);
  return [
    `## To add ${addition.what}`,
    addition.write,
    "",
    ...(files === undefined
      ? []
      : ["The compiler then asks for:", ...files.map((file) => `- \`${file}\``), ""]),
    files === undefined ? "Tests ask for:" : "And, which it does not ask for:",
    ...addition.also.map((line) => `- ${line}`),
    "",
  ].join("\n");
}
