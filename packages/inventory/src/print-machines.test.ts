import { defineCluster, k3s, node, none } from "@quorate/cluster";
import fc from "fast-check";
import { Project } from "ts-morph";
import { describe, expect, it } from "vitest";
import type { CompleteInventory } from "./definition/complete.ts";
import { completeInventory, definitionOf, printMachines, readInventory } from "./index.ts";
import { INVENTORIES } from "./testing/inventories.ts";

function completeOf(text: string): CompleteInventory {
  const inventory = readInventory("inventory.yaml", new TextEncoder().encode(text));
  if (!inventory.ok) throw new Error(inventory.problems.map(({ message }) => message).join("\n"));
  const complete = completeInventory(inventory.value, {
    name: "nk3",
    interface: { all: "eno1", of: new Map() },
    disk: { all: "/dev/nvme0n1", of: new Map() },
    gateway: "172.30.190.1",
  });
  if (!complete.ok) throw new Error(complete.problems.map(({ message }) => message).join("\n"));
  return complete.value;
}

/** Evaluates a machines.ts that imports nothing but the DSL. */
function evaluate(text: string): unknown {
  const body = text.replace(/^import .*$/m, "").replace("export default", "return");
  return new Function("defineCluster", "k3s", "node", "none", body)(defineCluster, k3s, node, none);
}

describe("a machines.ts", () => {
  it.each(Object.entries(INVENTORIES))(
    "of %s is what its inventory comes to, in lines that fit",
    (_, text) => {
      const complete = completeOf(text);
      const printed = printMachines(complete, "certs/imported/k3s-token");
      expect(evaluate(printed)).toEqual(definitionOf(complete));
      expect(printed.split("\n").filter((line) => line.length > 110)).toEqual([]);
      expect(printed).toMatch(/[^\n]\n$/);
    },
  );

  it("holds what an inventory says as values and comments alone, whatever that is", () => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "*/ evil(); /*",
        "\u2028evil()",
        "\n evil();",
        '"; evil(); "',
        "${evil()}",
        "`",
        "\\",
        "</script>",
      ),
    );
    const [first, ...others] = completeOf(INVENTORIES["2024-06-16"] ?? "").nodes;
    if (first === undefined) throw new Error("there is no node");
    const base = completeOf(INVENTORIES["2024-06-16"] ?? "");
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 9, maxLength: 9 }), (texts) => {
        const [
          name = "",
          disk = "",
          card = "",
          key = "",
          value = "",
          note = "",
          channel = "",
          gateway = "",
          token = "",
        ] = texts;
        const complete: CompleteInventory = {
          ...base,
          name,
          gateway,
          inventory: {
            ...base.inventory,
            nixChannel: channel,
            notes: [note],
            watchNamespaces: [note, value],
          },
          nodes: [
            {
              ...first,
              name: `n${key}`,
              bootDevice: disk,
              interface: card,
              notes: [note],
              variables: [{ key, text: value }],
            },
            ...others,
          ],
        };
        const printed = printMachines(complete, token);
        expect(evaluate(printed)).toEqual(definitionOf(complete));
        const source = new Project({
          useInMemoryFileSystem: true,
          skipLoadingLibFiles: true,
        }).createSourceFile("machines.ts", printed);
        expect(source.getStatements().map((one) => one.getKindName())).toEqual([
          "ImportDeclaration",
          "ExportAssignment",
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
