import type { ScalarTag, Tags } from "yaml";

/** What of YAML's own tags PyYAML resolves alike; all that is plain is resolved by those below. */
const ALIKE = /:(?:map|seq|str|null|merge)$/;

type Resolve = NonNullable<ScalarTag["resolve"]>;

/** Words and numbers of YAML 1.1 as PyYAML 6 resolves them (resolver.py, constructor.py); whatever else is plain is text. */
const PLAIN: readonly (readonly [type: string, test: RegExp, resolve: Resolve])[] = [
  [
    "bool",
    /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    (text) => /^(?:yes|true|on)$/i.test(text),
  ],
  ["int", /^[-+]?0b[01_]+$/, (text, onError) => integer(text, onError)],
  // 08 is no octal number, and so a text.
  ["int", /^[-+]?0[0-7_]+$/, (text, onError) => integer(text.replace(/^([-+]?)0/, "$10o"), onError)],
  ["int", /^[-+]?(?:0|[1-9][0-9_]*)$/, (text, onError) => integer(text, onError)],
  ["int", /^[-+]?0x[0-9a-fA-F_]+$/, (text, onError) => integer(text, onError)],
  // Neither is 01:30 a number in base 60, though 1:30 is.
  ["int", /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/, sexagesimal],
  [
    "float",
    /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/,
    (text) => Number(text.replaceAll("_", "")),
  ],
  ["float", /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/, sexagesimalFraction],
  ["float", /^[-+]?\.(?:inf|Inf|INF)$/, (text) => (text.startsWith("-") ? -Infinity : Infinity)],
  ["float", /^\.(?:nan|NaN|NAN)$/, () => Number.NaN],
  // A day is put into a text as it is written; one with a time is not.
  [
    "timestamp",
    /^\d{4}-\d\d-\d\d$/,
    (text, onError) => {
      if (!isDay(text)) onError("there is no such day");
      return text;
    },
  ],
  [
    "timestamp",
    /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/,
    (text) => new Date(text),
  ],
  ["value", /^=$/, (_, onError) => onError("= alone stands for nothing here: write it in quotes")],
];

/** YAML 1.1 as PyYAML reads it, which nk3 reads with. */
export function pyyamlTags(tags: Tags): Tags {
  return [
    ...tags.filter((tag) => typeof tag === "string" || ALIKE.test(tag.tag)),
    ...PLAIN.map(
      ([type, test, resolve]): ScalarTag => ({
        tag: `tag:yaml.org,2002:${type}`,
        default: true,
        test,
        resolve,
      }),
    ),
  ];
}

/** An integer of whatever size, in the base that its prefix says. */
function integer(text: string, onError: (message: string) => void): bigint {
  const [, sign = "", prefix = "", digits = ""] =
    /^([-+]?)(0[box])?(.*)$/.exec(text.replaceAll("_", "")) ?? [];
  if (digits === "" && prefix !== "0o") onError("this is a number without a digit");
  // PyYAML takes 0_ for 0.
  const value = BigInt(digits === "" ? 0 : `${prefix}${digits}`);
  return sign === "-" ? -value : value;
}

function sexagesimal(text: string): bigint {
  const value = partsOf(text).reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  return text.startsWith("-") ? -value : value;
}

function sexagesimalFraction(text: string): number {
  // From the last part on, as PyYAML adds them up: another order rounds otherwise.
  const value = partsOf(text)
    .reverse()
    .reduce((sum, part, index) => sum + Number(part) * 60 ** index, 0);
  return text.startsWith("-") ? -value : value;
}

function partsOf(text: string): string[] {
  return text.replace(/^[-+]/, "").replaceAll("_", "").split(":");
}

/** Whether the calendar has a day: Python refuses one that is none, and has no year 0. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !text.startsWith("0000") && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
