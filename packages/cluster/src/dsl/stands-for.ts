/** Registered, since the copy of this package that a machines.ts imports need not be the one that reads it. */
const DATA = Symbol.for("quorate.stands-for");

/** A function that gives `data`, and that counts as `data` where a definition is read, without being called. */
export function standsFor<T>(data: T): () => T {
  return Object.assign(() => data, { [DATA]: data });
}

/** The data that a function of this package stands for; `undefined` for any other function. */
export function dataOf(value: object): unknown {
  return Reflect.get(value, DATA);
}
