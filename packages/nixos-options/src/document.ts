import type { z } from "zod";
import { type Options, optionsSchema } from "./option.ts";

/** What reading a file of options, or Nix's answer, can come to. */
export type OptionsReading =
  | { readonly kind: "options"; readonly options: Options }
  | {
      readonly kind: "unreadable";
      readonly message: string;
      readonly hint: string;
    };

/** Reads the JSON that nix/options evaluates to (also the committed file, which has the same shape). */
export function readOptions(text: string): OptionsReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return unreadable(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = optionsSchema.safeParse(json);
  if (!parsed.success) return unreadable(firstIssue(parsed.error));
  if (Object.keys(parsed.data).length === 0) return unreadable("it holds no option");
  return { kind: "options", options: parsed.data };
}

/** The text of nixos-options.json: keys sorted at every level, two spaces, a final newline. */
export function optionsDocument(options: Options): string {
  return `${JSON.stringify(sorted(options), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  // Code unit order, not a locale's: the file must not depend on who writes it.
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? "its shape is not known" : `${issue.path.join(" → ")}: ${issue.message}`;
}

function unreadable(reason: string): OptionsReading {
  return {
    kind: "unreadable",
    message: `The data of NixOS's options can't be used: ${reason}.`,
    hint: "Make it anew with `nix run .#nixosOptions`; its shape is described in packages/nixos-options/README.md.",
  };
}
