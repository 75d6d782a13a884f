import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { AtBoot } from "./fault.ts";
import { FAULT_KINDS, FAULTS, HEAL_MEANING } from "./faults.ts";

/** Whether a fault is there after a reboot of its machine, for people. */
const OVER_A_REBOOT: { readonly [Kind in AtBoot["kind"]]: string } = {
  gone: "no",
  stays: "yes",
  again: "yes",
  unplugged: "yes",
};

const HEAD = `| fault | what is done to the machine | until | over a reboot |
|---|---|---|---|
`;

describe("the faults", () => {
  it.each(FAULT_KINDS.map((kind) => ({ kind, ...FAULTS[kind] })))(
    "$kind is said as all others are",
    (fault) => {
      expect(fault.kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(fault.meaning).toMatch(/^[a-z][^|\n]*[^.]$/);
      expect(fault.until).toMatch(/^[^|\n]*[^.]$/);
    },
  );

  it("are healed by something where they last", () => {
    const lasting = FAULT_KINDS.filter((kind) =>
      ["again", "unplugged", "stays"].includes(FAULTS[kind].atBoot.kind),
    );
    expect(lasting.map((kind) => FAULTS[kind].heal.kind)).not.toContain("passed");
  });

  it("are those of docs/lab.md (if this fails: npx vitest run packages/lab/src/fault -u)", async () => {
    const rows = [
      ...FAULT_KINDS.map((kind) => {
        const { meaning, until, atBoot } = FAULTS[kind];
        return `| \`${kind}\` | ${meaning} | ${until} | ${OVER_A_REBOOT[atBoot.kind]} |\n`;
      }),
      `| \`heal\` | ${HEAL_MEANING} | | |\n`,
    ];
    const file = resolve(import.meta.dirname, "../../../../docs/lab.md");
    const text = readFileSync(file, "utf8").replace(/^\| fault \|.*\n(\|.*\n)*/m, HEAD + rows.join(""));
    expect(text).toContain(HEAD);
    await expect(text).toMatchFileSnapshot(file);
  });
});
