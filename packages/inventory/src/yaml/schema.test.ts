import { expect, it } from "vitest";
import { isMap, isNode } from "yaml";
import { parseYaml } from "./parse-yaml.ts";
import { scalarText } from "./scalar.ts";

/**
 * Plain scalars as PyYAML 6.0.3 reads them: what `yaml.safe_load` makes of each, and `str` of that. `error` is what it
 * refuses.
 */
const READ_BY_PYYAML: readonly (readonly [written: string, kind: string, text: string])[] = [
  ["0912345678", "text", "0912345678"],
  ["08", "text", "08"],
  ["09", "text", "09"],
  ["-09", "text", "-09"],
  ["00", "number", "0"],
  ["0_", "number", "0"],
  ["0__", "number", "0"],
  ["-0_", "number", "0"],
  ["0123", "number", "83"],
  ["0_17", "number", "15"],
  ["0o17", "text", "0o17"],
  ["08.5", "fraction", "8.5"],
  ["0", "number", "0"],
  ["-0", "number", "0"],
  ["+12", "number", "12"],
  ["1_000", "number", "1000"],
  ["0b101", "number", "5"],
  ["-0b1_1", "number", "-3"],
  ["0b2", "text", "0b2"],
  ["0b_", "error", ""],
  ["0x1F", "number", "31"],
  ["0x_f", "number", "15"],
  ["0xg", "text", "0xg"],
  ["0x_", "error", ""],
  ["01:30", "text", "01:30"],
  ["1:30", "number", "90"],
  ["-1:30", "number", "-90"],
  ["1:60", "text", "1:60"],
  ["190:20:30", "number", "685230"],
  ["1:2:3:4", "number", "223384"],
  ["1:5_0", "text", "1:5_0"],
  ["123456789012345678901234567890", "number", "123456789012345678901234567890"],
  ["1e3", "text", "1e3"],
  ["1e+3", "text", "1e+3"],
  ["1.0e3", "text", "1.0e3"],
  ["1.0e+3", "fraction", "1000.0"],
  ["1.50", "fraction", "1.5"],
  ["-1.5", "fraction", "-1.5"],
  [".5", "fraction", "0.5"],
  ["-.5", "text", "-.5"],
  ["+.5", "text", "+.5"],
  ["._5", "text", "._5"],
  [".5_0", "fraction", "0.5"],
  ["5.", "fraction", "5.0"],
  ["1.e+2", "fraction", "100.0"],
  ["1_0.2_5", "fraction", "10.25"],
  ["1.5e+16", "fraction", "1.5e+16"],
  ["1.5e-5", "fraction", "1.5e-05"],
  ["0.0001", "fraction", "0.0001"],
  ["-0.0", "fraction", "-0.0"],
  ["123456789.123456789", "fraction", "123456789.12345679"],
  ["12345678901234567890.", "fraction", "1.2345678901234567e+19"],
  ["1:30.5", "fraction", "90.5"],
  ["-1:30.25", "fraction", "-90.25"],
  ["01:30.5", "fraction", "90.5"],
  [".inf", "fraction", "inf"],
  ["-.INF", "fraction", "-inf"],
  [".Nan", "text", ".Nan"],
  [".nan", "fraction", "nan"],
  ["inf", "text", "inf"],
  ["nan", "text", "nan"],
  ["1.2.3", "text", "1.2.3"],
  ["172.30.190.3", "text", "172.30.190.3"],
  ["12:30", "number", "750"],
  ["y", "text", "y"],
  ["N", "text", "N"],
  ["yes", "boolean", "True"],
  ["Off", "boolean", "False"],
  ["oN", "text", "oN"],
  ["True", "boolean", "True"],
  ["tRUE", "text", "tRUE"],
  ["null", "nothing", ""],
  ["~", "nothing", ""],
  ["Null", "nothing", ""],
  ["nULL", "text", "nULL"],
  ["=", "error", ""],
  ["2024-01-01", "text", "2024-01-01"],
  ["2024-02-30", "error", ""],
  ["0000-01-01", "error", ""],
  ["2024-1-1", "text", "2024-1-1"],
  ["2024-1-1T1:02:03", "other", ""],
  ["12e03", "text", "12e03"],
  ["1-", "text", "1-"],
  ["-", "error", ""],
  ["--", "text", "--"],
  ["2024-01-01 10:00:00 +02", "other", ""],
  ["12 34", "text", "12 34"],
];

it.each(READ_BY_PYYAML)("%s is a %s, %s", (written, kind, text) => {
  const parsed = parseYaml("inventory.yaml", `key: ${written}\n`);
  if (!parsed.ok) {
    expect([kind, parsed.problems.map(({ code }) => code)]).toEqual(["error", ["inventory-syntax"]]);
    return;
  }
  const { root } = parsed.value;
  const value = isMap(root) ? root.items[0]?.value : undefined;
  const read = scalarText(isNode(value) ? value : null);
  expect([read.kind, "text" in read ? read.text : ""]).toEqual([kind, text]);
});
