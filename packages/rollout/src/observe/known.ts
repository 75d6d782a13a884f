/** A value that may not be known. That it is not is never a "no": whoever reads it has to say what then. */
export type Known<Value> = KnownValue<Value> | Unknown;

/** Something that was seen. */
export interface KnownValue<Value> {
  readonly known: true;
  readonly value: Value;
}

/** Something that nobody could see. */
export interface Unknown {
  readonly known: false;
  /** A clause without a full stop, such as `its curl is older than 7.88`. */
  readonly why: string;
}

/** A value that was seen. */
export function known<Value>(value: Value): KnownValue<Value> {
  return { known: true, value };
}

/** Why nothing was seen. */
export function unknown(why: string): Unknown {
  return { known: false, why };
}

/** What was seen, or `undefined` in its place why it was not. */
export function knownOr<Value>(value: Value | undefined, why: string): Known<Value> {
  return value === undefined ? unknown(why) : known(value);
}

/** What follows from what is known; what is not known stays so, for the same reason. */
export function mapKnown<Value, Other>(one: Known<Value>, make: (value: Value) => Other): Known<Other> {
  return one.known ? known(make(one.value)) : one;
}

/** The value, or `otherwise` where it is not known: for what is printed, and never for what decides. */
export function toldOr<Value, Other>(one: Known<Value>, otherwise: Other): Value | Other {
  return one.known ? one.value : otherwise;
}
