import type { RESERVED_OPTIONS } from "../model/reserved-option.ts";
import type { NixosOptions } from "../nixos-options.generated.ts";
import type { Refused } from "../refused.ts";

type Reserved = typeof RESERVED_OPTIONS;

/** Reserved names that NixOS has no option of: without a place in the type, the message would point elsewhere. */
type Foreign = {
  readonly [Name in Exclude<keyof Reserved, `${string}.${string}` | keyof NixosOptions>]?: unknown;
};

/** What is said of an option that the types do not know. */
type Elsewhere = "nixosUnchecked takes any other option";

type Below<Path extends string, Name> = Name extends string
  ? Path extends ""
    ? Name
    : `${Path}.${Name}`
  : never;

type Option<Path extends string, Value> = Path extends keyof Reserved
  ? Refused<Reserved[Path]>
  : Value extends string | readonly unknown[]
    ? Value
    : Value extends object
      ? string extends keyof Value
        ? Value
        : Known<Path, Value, Elsewhere>
      : Value;

/** The options below `Path`. `_Hint` is for the reader of a compiler's message, which names this type. */
export type Known<Path extends string, Options, _Hint extends string> = {
  [Name in keyof Options]: Option<Below<Path, Name>, Options[Name]>;
};

/** The options of NixOS that machines.ts may set, by name and type: those that Quorate depends on are refused. */
export type SettableOptions = Known<"", NixosOptions & Foreign, Elsewhere>;
