import { expect, it } from "vitest";
import { answersOf, type Different, inventoryOf, start } from "../testing/adopted-cluster.ts";
import { adopt } from "./adopt.ts";

const silent = { encryption: undefined };
const encrypting = start("--secrets-encryption");
it.each<[string, Different, Different, boolean | readonly [string, RegExp]]>([
  ["as k3s says it of all", { encryption: "Enabled" }, { encryption: "Enabled" }, true],
  ["not so, as k3s says it of all", {}, {}, false],
  ["as one says, where the others don't", { encryption: "Enabled" }, silent, true],
  ["not so, as one says, where the others don't", {}, silent, false],
  [
    "by what all are started with, where none says",
    { ...silent, ...encrypting },
    { ...silent, ...encrypting },
    true,
  ],
  [
    "by the flag in both",
    { encryption: "Enabled", ...encrypting },
    { encryption: "Enabled", ...encrypting },
    true,
  ],
  ["not as something else is answered", { encryption: "what" }, { encryption: "Enabled" }, true],
  ["not by a flag that says no", start("--secrets-encryption=false"), {}, false],
  [
    "or unknown, where none says and none has the flag",
    silent,
    silent,
    ["adoption-encryption", /no server told.*198.*137/],
  ],
  [
    "or differ by the answers",
    { encryption: "Enabled" },
    {},
    ["adoption-differs", /not encrypted on .*137, .*167.* on .*198/],
  ],
  [
    "or differ where one is started so",
    { ...silent, ...encrypting },
    {},
    ["adoption-differs", /not encrypted on .*137.*--secrets-encryption is what .*198 is/],
  ],
  [
    "or contradict themselves",
    encrypting,
    encrypting,
    ["adoption-differs", /--secrets-encryption is what .* are/],
  ],
])("Secrets are encrypted %s", (_, a, others, says) => {
  const adopted = adopt(inventoryOf(), answersOf(a, { others }));
  if (typeof says === "boolean") expect(adopted.ok && adopted.value.encryptSecrets).toBe(says);
  const told = adopted.ok ? [] : adopted.problems;
  if (typeof says === "boolean") expect(told).toEqual([]);
  else {
    const message = expect.stringMatching(says[1]);
    expect(told).toContainEqual(expect.objectContaining({ code: says[0], message }));
  }
});
