import { resolveCluster } from "@quorate/cluster";
import { expect, it } from "vitest";
import { completeInventory } from "./definition/complete.ts";
import { definitionOf } from "./definition/definition.ts";
import { hintForInventory } from "./hint-for-inventory.ts";
import { readInventory } from "./read-inventory.ts";
import { INVENTORIES } from "./testing/inventories.ts";

const seed = INVENTORIES["2024-06-16"] ?? "";

/** The hints of the rules about an inventory, as they are told. */
function hintsOf(text: string, subnet?: string): readonly string[] {
  const inventory = readInventory("inventory.yaml", new TextEncoder().encode(text));
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.problems));
  const nobody = { of: new Map<string, string>() };
  const answers = {
    name: "nk3",
    interface: nobody,
    disk: nobody,
    ...(subnet === undefined ? {} : { subnet }),
  };
  const complete = completeInventory(inventory.value, answers);
  if (!complete.ok) throw new Error(JSON.stringify(complete.problems));
  return resolveCluster(definitionOf(complete.value)).findings.map(({ hint }) => hintForInventory(hint));
}

it("name what somebody can change who has an inventory", () => {
  expect(hintsOf(seed, "10.0.0.0/24")).toContain(
    "Correct the address, or what --subnet says, which is their /24 unless it is given.",
  );
  expect(hintsOf(seed.replaceAll("172.30.190.", "10.42.7."))).toContain(
    "A cluster keeps the networks that it was founded with: correct the addresses, or what --subnet says.",
  );
  expect(hintsOf(seed.slice(0, seed.indexOf("    172.30.190.167")))).toEqual(["Make it 3 when you can."]);
});
