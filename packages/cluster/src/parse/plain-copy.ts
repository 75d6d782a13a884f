import { dataOf } from "../dsl/stands-for.ts";
import { type Finding, finding, type SpecPath } from "../model/finding.ts";

/** Deeper than any definition: the limit keeps what walks through it, and Nix, from running out of stack. */
const MAX_DEPTH = 64;

/** More values than any definition has: objects that share parts, or make them up, would never end. */
const MAX_VALUES = 500_000;

/** A copy of a definition that holds nothing but plain data, and what could not be copied. */
export interface PlainCopy {
  /**
   * Texts, numbers, true, false, null, undefined, lists and sets without a cycle. In the place of anything
   * else is a symbol, whose description says what was there: see {@link unreadable}.
   */
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

/**
 * Copies what machines.ts exports. Types can be cast away, so it may be anything: a getter that throws, a
 * proxy, an object that contains itself. Nothing after this runs any code of the definition. Never throws.
 */
export function plainCopy(definition: unknown): PlainCopy {
  const findings: Finding[] = [];
  const path: (string | number)[] = [];
  const parents: object[] = [];
  let values = 0;

  const copy = (value: unknown): unknown => {
    values += 1;
    if (typeof value === "bigint") return Symbol("is a bigint");
    if (typeof value === "symbol") return Symbol("is a symbol");
    if (typeof value === "function") return copyOfFunction(value);
    if (typeof value !== "object" || value === null) return value;
    if (parents.includes(value)) return Symbol("contains itself");
    if (parents.length >= MAX_DEPTH) return Symbol(`is over ${MAX_DEPTH} levels deep`);
    parents.push(value);
    try {
      return Array.isArray(value) ? copyList(value) : copySet(value as Record<string, unknown>);
    } catch {
      return Symbol("cannot be read: an error is thrown");
    } finally {
      parents.pop();
    }
  };

  const copyOfFunction = (value: object): unknown => {
    const data = dataOf(value);
    return typeof data === "object" ? copy(data) : Symbol("is a function");
  };

  const copyPart = (object: object, key: string | number): unknown => {
    path.push(key);
    try {
      return copy(Reflect.get(object, key));
    } catch {
      return Symbol("cannot be read: an error is thrown");
    } finally {
      path.pop();
    }
  };

  const copyList = (list: readonly unknown[]): unknown => {
    const { length } = list;
    if (!(values + length <= MAX_VALUES)) return Symbol("holds too many values");
    return Array.from({ length }, (_, index) => copyPart(list, index));
  };

  const copySet = (set: object): unknown => {
    const special = specialName(set);
    if (special !== undefined) return Symbol(`is a ${special}`);
    const keys = Object.keys(set);
    if (values + keys.length > MAX_VALUES) return Symbol("holds too many values");
    const result: Record<string, unknown> = {};
    for (const key of keys) {
      if (key === "__proto__") findings.push(refuseProto([...path, key]));
      else result[key] = copyPart(set, key);
    }
    return result;
  };

  return { value: copy(definition), findings };
}

/** What stands in the place of a value that is no plain data, or `undefined` for one that is. */
export function unreadable(value: unknown): string | undefined {
  return typeof value === "symbol" ? (value.description ?? "is a symbol") : undefined;
}

/** JavaScript gives this name a meaning of its own: what is stored under it is lost sooner or later. */
function refuseProto(path: SpecPath): Finding {
  return finding("not-plain-data", path, "__proto__ is a name that cannot be used", "Choose another name.");
}

/** The name of the class of an object that is none of JavaScript's plain ones (of whatever realm). */
function specialName(object: object): string | undefined {
  const prototype = Object.getPrototypeOf(object);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
  const name = (object as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === "string" && name !== "Object" && /^[A-Za-z0-9_$]{1,40}$/.test(name)
    ? name
    : "special object";
}
