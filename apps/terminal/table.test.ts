import { expect, it } from "vitest";
import { table } from "./table.ts";

it.each<[string, readonly (readonly string[])[], readonly string[]]>([
  ["no rows", [], ["NAME  STATUS"]],
  ["a wide cell", [["a-long-name", "kept"]], ["NAME         STATUS", "a-long-name  kept"]],
  ["an empty last cell", [["a", ""]], ["NAME  STATUS", "a"]],
  ["a missing cell", [["a"]], ["NAME  STATUS", "a"]],
])("a table with %s", (_, rows, lines) => {
  expect(table(["NAME", "STATUS"], rows)).toEqual(lines);
});
