import { expect, it } from "vitest";
import { resolveCluster } from "../resolve.ts";
import { plainCopy, unreadable } from "./plain-copy.ts";

const circular: Record<string, unknown> = {};
circular["self"] = circular;

/** A list in a list, so many times. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let left = depth; left > 0; left--) value = [value];
  return value;
}

/** The innermost of nested lists. */
function innermost(value: unknown): unknown {
  return Array.isArray(value) ? innermost(value[0]) : value;
}

class Instance {}
class Object$ {}
Object.defineProperty(Object$, "name", { value: "Object" });
class Odd {}
Object.defineProperty(Odd, "name", { value: "no name" });
class Late {}
Object.defineProperty(Late, "name", { value: "name\n" });
class Early {}
Object.defineProperty(Early, "name", { value: " name" });
class Numbered {}
Object.defineProperty(Numbered, "name", { value: 1 });
class Unnamed {}
Object.defineProperty(Unnamed.prototype, "constructor", { value: undefined });

const refuse = (): never => {
  throw new Error("no");
};

it.each<[what: string, value: unknown, said: string]>([
  ["a bigint", 1n, "is a bigint"],
  ["a symbol", Symbol("x"), "is a symbol"],
  ["a function", () => 1, "is a function"],
  ["a date", new Date(0), "is a Date"],
  ["an instance", new Instance(), "is a Instance"],
  ["an instance of a class called Object", new Object$(), "is a special object"],
  ["an instance of a class whose name is none", new Odd(), "is a special object"],
  ["an instance of a class whose name ends wrong", new Late(), "is a special object"],
  ["an instance of a class whose name begins wrong", new Early(), "is a special object"],
  ["an instance of a class whose name is a number", new Numbered(), "is a special object"],
  ["an instance without a class", new Unnamed(), "is a special object"],
  [
    "a getter that throws",
    Object.defineProperty({}, "x", { get: refuse, enumerable: true }),
    "cannot be read: an error is thrown",
  ],
  ["what contains itself", circular, "contains itself"],
  ["a list with too many values", new Array(500_001), "holds too many values"],
])("says of %s what it is", (_, value, said) => {
  const { value: copied, findings } = plainCopy({ x: value });
  const found = (copied as Record<string, unknown>)["x"];
  const inner = typeof found === "object" && found !== null ? Object.values(found)[0] : found;
  expect([unreadable(inner), findings]).toEqual([said, []]);
});

it("says of an object that cannot be looked at that it cannot", () => {
  const shut = new Proxy({}, { ownKeys: refuse });
  expect(unreadable(plainCopy(shut).value)).toBe("cannot be read: an error is thrown");
});

it("counts the values of all parts together", () => {
  const half = new Array(250_000).fill(1);
  const { value } = plainCopy({ a: half, b: half });
  const { a, b } = value as Record<string, unknown>;
  expect([unreadable(a), unreadable(b)]).toEqual([undefined, "holds too many values"]);
});

it.each([
  [64, undefined],
  [65, "is over 64 levels deep"],
])("takes %i levels: %s", (depth, said) => {
  expect(unreadable(innermost(plainCopy(nested(depth)).value))).toBe(said);
});

it("copies data, and the same part twice", () => {
  const part = { a: [1, "b", null, undefined, true] };
  expect(plainCopy({ x: part, y: part })).toEqual({ value: { x: part, y: part }, findings: [] });
  expect(plainCopy(Object.assign(Object.create(null), { a: 1 })).value).toEqual({ a: 1 });
});

it("calls a symbol without a description one", () => {
  expect([unreadable(Symbol()), unreadable("text")]).toEqual(["is a symbol", undefined]);
});

it("refuses __proto__ as a name, where it stands", () => {
  const spec = { machines: JSON.parse('{ "__proto__": 1, "node1": 2 }') as unknown };
  const refusal = {
    code: "not-plain-data",
    message: "__proto__ is a name that cannot be used",
    hint: "Choose another name.",
  };
  const { value, findings } = plainCopy({ spec });
  expect(findings).toEqual([
    expect.objectContaining({ ...refusal, path: ["spec", "machines", "__proto__"] }),
  ]);
  expect(value).toEqual({ spec: { machines: { node1: 2 } } });
  // A person is told the place in what defineCluster was given.
  expect(resolveCluster({ kind: "cluster", spec }).findings).toContainEqual(
    expect.objectContaining({ ...refusal, path: ["machines", "__proto__"] }),
  );
});

it("says how a cluster is exported where none is", () => {
  expect(resolveCluster({ kind: "cluster", spec: 1 }).findings).toEqual([
    expect.objectContaining({
      code: "not-a-cluster",
      path: [],
      message: "machines.ts does not export a cluster",
      hint: "Write `export default defineCluster({ … })`, with defineCluster from @quorate/cluster.",
    }),
  ]);
});
