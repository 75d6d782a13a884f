import { expect, test } from "vitest";
import { testPath } from "../../testing/observations.ts";
import { answersOf } from "../answers.ts";
import { bootLoader } from "./boot-loader.ts";

const entry = (number: number) => `loader-entry=nixos-generation-${number}.conf ${testPath(`g${number}`)}`;
const boots = (number: number) => ({
  known: true,
  value: {
    loader: "systemd-boot",
    entry: `nixos-generation-${number}.conf`,
    system: testPath(`g${number}`),
    generation: number,
  },
});
const unknown = { known: false };

test.each<[string, readonly string[], object]>([
  ["its default", ["loader-default=nixos-generation-41.conf", entry(41), entry(42)], boots(41)],
  ["a default without a suffix", ["loader-default=nixos-generation-41", entry(41), entry(42)], boots(41)],
  [
    "what the firmware was told for ever",
    [
      "loader-LoaderEntryDefault=nixos-generation-42.conf",
      "loader-default=nixos-generation-41.conf",
      entry(41),
      entry(42),
    ],
    boots(42),
  ],
  [
    "what the firmware was told for once",
    [
      "loader-LoaderEntryOneShot=nixos-generation-42.conf",
      "loader-LoaderEntryDefault=nixos-generation-41.conf",
      entry(41),
      entry(42),
    ],
    boots(42),
  ],
  ["a pattern for one", ["loader-default=nixos-*", entry(41), "loader-entry=windows.conf "], boots(41)],
  ["a pattern for several", ["loader-default=nixos-*", entry(41), entry(42)], unknown],
  ["an entry that is not there", ["loader-default=nixos-generation-40.conf", entry(41)], unknown],
  [
    "a default that is no NixOS",
    ["loader-default=windows.conf", entry(41), "loader-entry=windows.conf "],
    unknown,
  ],
  ["no default", [entry(41)], unknown],
  ["a name that is a pattern elsewhere", ["loader-default=nixos-generation-4..conf", entry(41)], unknown],
  [
    "GRUB's first entry",
    ["grub-default=0", `grub-system=${testPath("g1")}`],
    { known: true, value: { loader: "grub", entry: "0", system: testPath("g1"), generation: undefined } },
  ],
  ["GRUB's saved entry", ['grub-default="${saved_entry}"', `grub-system=${testPath("g1")}`], unknown],
  ["nothing", [], unknown],
])("%s", (_, lines, expected) => {
  expect(bootLoader.read(answersOf(lines))).toMatchObject(expected);
});
