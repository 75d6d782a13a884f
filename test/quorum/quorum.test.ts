import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lackingForQuorum, proofsFor, type Quorum, startQuorum } from "@quorate/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, makeFixture } from "./fixture.ts";

/** How many etcd members each example has: an example without a number here is a failure. */
const EXAMPLES: Readonly<Record<string, number>> = {
  "dual-stack": 3,
  "external-etcd": 3,
  "five-masters": 5,
  "ipv6-only": 3,
  "mixed-workers": 3,
  "single-master": 1,
  "three-masters-arp": 3,
  "three-masters-bgp": 3,
};

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const lacking = await lackingForQuorum();
// Where nobody is there to read what was skipped, it has to be there.
const skipped = lacking.length > 0 && !process.env["CI"];

it("has every example", () => {
  const ofUpstream = readdirSync(examples).filter((name) => !name.startsWith("k3s"));
  expect(ofUpstream.sort()).toEqual(Object.keys(EXAMPLES).map((name) => `${name}.ts`));
});

const title = skipped
  ? `a real etcd quorum (not run: ${lacking.map(({ message }) => message).join("; ")})`
  : "a real etcd quorum";

describe.skipIf(skipped)(title, () => {
  it("can be started here", () => expect(lacking).toEqual([]));

  describe.each(Object.entries(EXAMPLES))("of examples/%s.ts", (name, count) => {
    let fixture: Fixture;
    let quorum: Quorum | undefined;

    beforeAll(async () => {
      fixture = await makeFixture(`${examples}${name}.ts`);
      quorum = await startQuorum(fixture);
    });

    afterAll(async () => {
      await quorum?.stop();
      fixture?.remove();
      if (quorum !== undefined) expect(existsSync(quorum.scratch)).toBe(false);
    });

    it.each(proofsFor(count))("$name", async ({ run }) => {
      if (quorum === undefined) throw new Error("it was not started");
      expect(quorum.members).toHaveLength(count);
      await expect(run(quorum)).resolves.not.toBe("");
    });
  });
});
