import { z } from "zod";

/** Kinds of type that have no parts. */
const SIMPLE_KINDS = [
  "anything",
  "attrs",
  "bool",
  "float",
  "kernelParam",
  "nonEmptyStr",
  "package",
  "passwdEntry",
  "passwdEntryPath",
  "path",
  "raw",
  "singleLineStr",
  "str",
  "systemdUnitOption",
  "unspecified",
] as const;

/** The type of a NixOS option as plain data: what a value looks like, not how definitions are merged. */
export type OptionKind =
  | { readonly kind: (typeof SIMPLE_KINDS)[number] }
  | { readonly kind: "int" | "port"; readonly min?: number | undefined; readonly max?: number | undefined }
  | { readonly kind: "separatedStr"; readonly sep: string }
  | { readonly kind: "strMatching"; readonly pattern: string }
  | { readonly kind: "enum"; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: "either"; readonly types: readonly OptionKind[] }
  | { readonly kind: "nullOr" | "attrsOf"; readonly elem: OptionKind }
  | { readonly kind: "listOf"; readonly elem: OptionKind; readonly nonEmpty?: boolean | undefined }
  | { readonly kind: "coercedTo"; readonly from: OptionKind; readonly to: OptionKind }
  /** Its options are entries of their own; `freeform` is what every other attribute must be. */
  | { readonly kind: "submodule"; readonly freeform?: OptionKind | undefined }
  /** A value of JSON, TOML or YAML: `name` says which. */
  | { readonly kind: "format"; readonly name: string }
  /** A type that some module made for itself. */
  | { readonly kind: "other"; readonly name: string };

/** How much is known of a default: README.md says what each word means. */
export type DefaultKind = "literal" | "expression" | "computed" | "none";

/** One option of NixOS. */
export interface Option {
  /** The type as NixOS describes it to readers. */
  readonly type: string;
  readonly kind: OptionKind;
  readonly default: unknown;
  readonly defaultKind: DefaultKind;
  readonly internal: boolean;
  readonly readOnly: boolean;
  /** Only ever false: left out of NixOS's manual. */
  readonly visible?: false | undefined;
  /** Another name for this option, relative to the submodule that holds it. */
  readonly aliasOf?: string | undefined;
  readonly removed?: true | undefined;
}

/** From an option's name (`networking.interfaces.<name>.mtu`) to what is known of it. */
export type Options = { readonly [name: string]: Option };

const kind: z.ZodType<OptionKind> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.enum(SIMPLE_KINDS) }),
    z.strictObject({
      kind: z.enum(["int", "port"]),
      min: z.number().optional(),
      max: z.number().optional(),
    }),
    z.strictObject({ kind: z.literal("separatedStr"), sep: z.string() }),
    z.strictObject({ kind: z.literal("strMatching"), pattern: z.string() }),
    z.strictObject({
      kind: z.literal("enum"),
      values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
    z.strictObject({ kind: z.literal("either"), types: z.array(kind) }),
    z.strictObject({ kind: z.enum(["nullOr", "attrsOf"]), elem: kind }),
    z.strictObject({ kind: z.literal("listOf"), elem: kind, nonEmpty: z.boolean().optional() }),
    z.strictObject({ kind: z.literal("coercedTo"), from: kind, to: kind }),
    z.strictObject({ kind: z.literal("submodule"), freeform: kind.optional() }),
    z.strictObject({ kind: z.literal("format"), name: z.string() }),
    z.strictObject({ kind: z.literal("other"), name: z.string() }),
  ]),
);

/** What a file of options, or the answer of nix/options, must look like. */
export const optionsSchema: z.ZodType<Options> = z.record(
  z.string(),
  z.strictObject({
    type: z.string(),
    kind,
    default: z.unknown(),
    defaultKind: z.enum(["literal", "expression", "computed", "none"]),
    internal: z.boolean(),
    readOnly: z.boolean(),
    visible: z.literal(false).optional(),
    aliasOf: z.string().optional(),
    removed: z.literal(true).optional(),
  }),
);
