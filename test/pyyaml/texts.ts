import fc from "fast-check";

// Texts of YAML whose brackets, quotes and comments are wherever somebody may put them: mostly what PyYAML reads.

/** A line break, with what the next line is set in by; or no more than a space. */
const gap: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("", " ") },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom("\n", "\n\n", " \n", " # note [it's\n", "\r\n"), fc.nat(7))
      .map(([line, inset]) => line + " ".repeat(inset)),
  },
  { weight: 1, arbitrary: fc.constantFrom("\n---\n", "\n\t", "\n...\n", "\n- ") },
);

const word = fc.constantFrom(
  "a",
  "b1",
  "no",
  "0123",
  "1:30",
  "x#y",
  "it's",
  "1.50",
  "~",
  "a-b",
  "172.30.190.3",
);

/** A scalar of one or several lines. */
const scalar: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 1, arbitrary: fc.tuple(word, gap, word).map((parts) => parts.join("")) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...(["'", '"'] as const)),
        word,
        gap,
        fc.constantFrom("[x", "x ]", "# x", "''", '\\"', "k: v"),
      )
      .map(([quote, first, between, last]) => quoted(quote, `${first}${between}${last}`)),
  },
);

function quoted(quote: "'" | '"', text: string): string {
  const inside =
    quote === "'" ? text.replaceAll("'", "''") : text.replace(/\\?"/g, '\\"').replace(/\\(?!")/g, "\\\\");
  return quote + inside + quote;
}

/** A value between brackets. */
const flow: fc.Arbitrary<string> = fc.letrec<{ flow: string; value: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalar, tie("flow")),
  flow: fc.oneof(
    fc
      .tuple(
        fc.array(
          fc.tuple(gap, tie("value"), gap).map((parts) => parts.join("")),
          { maxLength: 3 },
        ),
        gap,
      )
      .map(([items, end]) => `[${items.join(",")}${end}]`),
    fc
      .tuple(
        fc.array(
          fc
            .tuple(gap, fc.nat(20), fc.constantFrom(": ", ":  ", ":\n"), gap, tie("value"), gap)
            .map(([before, key, colon, ...rest]) => `${before}k${key}${colon}${rest.join("")}`),
          { maxLength: 3 },
        ),
        gap,
      )
      .map(([items, end]) => `{${items.join(",")}${end}}`),
  ),
})).flow;

/** A part of a file: keys, set in alike, with values of all kinds. */
function block(depth: number): fc.Arbitrary<string> {
  const inset = " ".repeat(depth * 2);
  const value = fc.oneof(
    { weight: 4, arbitrary: flow },
    { weight: 2, arbitrary: scalar },
    {
      weight: 1,
      arbitrary: fc.constantFrom(`|\n${inset}  "a [\n${inset}  b\n`, `>-\n${inset}    {a\n\n${inset}    'b`),
    },
    ...(depth < 2 ? [{ weight: 2, arbitrary: block(depth + 1).map((inner) => `\n${inner}`) }] : []),
    ...(depth < 2
      ? [{ weight: 1, arbitrary: flow.map((one) => `\n${inset}- ${one}\n${inset}- - ${one}`) }]
      : []),
  );
  return fc
    .array(fc.tuple(value, fc.constantFrom("", " # end", "\n", " ")), { minLength: 1, maxLength: 3 })
    .map((entries) => entries.map(([one, end], index) => `${inset}key${index}: ${one}${end}`).join("\n"));
}

/** Such a text. */
export const texts: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("", "---\n", "# first\n"), block(0), fc.constantFrom("", "\n", "\n...\n"))
  .map((parts) => parts.join(""));
