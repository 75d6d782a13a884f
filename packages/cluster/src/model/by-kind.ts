/** Anything that has a kind: a member of a union. */
export interface Kinded {
  readonly kind: string;
}

/** The members of `Union` that are of the kind `Kind`. */
export type OfKind<Union extends Kinded, Kind extends Union["kind"]> = Extract<
  Union,
  { readonly kind: Kind }
>;

/**
 * A function for every kind of `Union`, each of which is given a value of its own kind alone. A table without a row
 * for one of them does not compile.
 */
export type KindTable<Union extends Kinded, Rest extends readonly unknown[], Result> = {
  readonly [Kind in Union["kind"]]: (value: OfKind<Union, Kind>, ...rest: Rest) => Result;
};

/** Calls the row for the value's kind, with whatever else the table's functions want. */
export function byKind<Union extends Kinded, Rest extends readonly unknown[], Result>(
  table: KindTable<Union, Rest, Result>,
  value: Union,
  ...rest: Rest
): Result {
  // The compiler can't say that a row and a value picked by one kind belong together; the table's type does.
  const row = table[value.kind as Union["kind"]] as (value: Union, ...rest: Rest) => Result;
  return row(value, ...rest);
}
