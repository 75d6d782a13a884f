import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { answersOf } from "../observe/answers.ts";
import { issuers } from "../observe/host/issuers.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import type { Json } from "../observe/json.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { testCluster, testDesired, testInstalled, testServers } from "../testing/observations.ts";
import { refuseIssuerChange } from "./issuer-change.ts";

const cluster = testCluster();
const of = (name: string) => {
  const found = testDesired(cluster).find(({ node }) => node.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const OLD = "https://kubernetes.default.svc";
const NEW = "https://tokens.example.org";

/** What an apiserver is given: whose tokens it issues, where that is said, and whose it takes beside those. */
const options = (issuer?: string, ...also: readonly string[]) => ({
  services: {
    kubernetes: {
      apiserver: {
        ...(issuer === undefined ? {} : { serviceAccountIssuer: issuer }),
        extraOpts: ["--a=b", ...also.map((one) => `--service-account-issuer=${one}`)].join(" "),
      },
    },
  },
});

/** A master that runs with `takes`, and was built from `from`; from what the file says where that is left out. */
function runs(name: string, takes: readonly string[] | undefined, from?: Json): Observation {
  return testInstalled(of(name), {
    facts: {
      ...NO_FACTS,
      ...(takes === undefined ? {} : { issuers: known(takes) }),
      ...(from === undefined ? {} : { options: known(from) }),
    },
  });
}

const refused = (wanted: Json, observed: readonly Observation[], name = "master1") =>
  refuseIssuerChange([of(name).node], observed, () => wanted).map(({ code, where }) => `${code} ${where}`);

describe("an issuer", () => {
  const before = options();
  const first = options(undefined, NEW);
  const second = options(NEW, OLD);
  const both = (takes: readonly string[], from: Json) => [
    runs("master1", takes, from),
    runs("master2", takes, from),
  ];

  test.each<[string, Json, readonly Observation[], boolean]>([
    ["that was the default, and is said now", options(NEW), both([OLD], before), true],
    ["that was said, and is the default again", before, both([NEW], options(NEW)), true],
    ["that is the same, said or not", options(OLD), both([OLD], before), false],
    ["that is taken beside that of before", first, both([OLD], before), false],
    [
      "that is issued once all take it, and that of before is still taken",
      second,
      both([OLD, NEW], first),
      false,
    ],
    ["that of before is left out once nobody issues it", options(NEW), both([NEW, OLD], second), false],
    ["that is issued before all take it", second, both([OLD], before), true],
    [
      "of a single master that would not take its own of before",
      options(NEW),
      [runs("master1", [OLD], before)],
      true,
    ],
    [
      "of a new master beside one that does not take its",
      options(NEW),
      [{ kind: "bare", node: of("master1").node.name, reason: "not-nixos" }, runs("master2", [OLD], before)],
      true,
    ],
    ["where no apiserver tells", options(NEW), [runs("master1", undefined, before)], false],
    // Set in Nix, beside what is seen here: nobody can say whether it stays so.
    ["where what runs is not what its options say", before, both(["https://other"], before), false],
    ["where nothing differs", before, [runs("master1", [OLD])], false],
  ])("%s", (_, wanted, observed, expected) => {
    expect(refused(wanted, observed)).toEqual(expected ? ["issuer-changed master1"] : []);
  });

  test("is no matter of a worker's", () => {
    expect(refused(options(NEW), both([OLD], before), "worker1")).toEqual([]);
  });

  test("is refused with the passes that it takes, each of which is legal", () => {
    const [told] = refuseIssuerChange([of("master1").node], both([OLD], before), () => options(NEW));
    expect(told?.hint).toMatch(
      new RegExp(`1\\. .*issuer=${NEW}".*2\\. serviceAccountIssuer = "${NEW}" .*issuer=${OLD}".*3\\. `),
    );
  });
});

test("it is asked of upstream's masters alone, by the arguments of the process", () => {
  const asked = (name: string) => issuers.questions({ cluster, node: of(name).node }).join("\n");
  expect(asked("worker1")).toBe("");
  const [server] = testDesired(testServers());
  if (server === undefined) throw new Error("no server");
  expect(issuers.questions({ cluster: testServers(), node: server.node })).toEqual([]);
  // A process with such arguments, which systemctl would name; until it has begun it is a copy of this very script.
  const script = [
    `sh -c 'while kill -0 $PPID; do sleep 1; done' apiserver --a=b --service-account-issuer=${OLD} --service-account-issuer=${NEW} >/dev/null 2>&1 & own=$!`,
    "systemctl() { echo $own; }",
    `until tr '\\0' '\\n' <"/proc/$own/cmdline" | grep -qx apiserver; do sleep 0.05; done`,
    asked("master1"),
    "kill $own",
  ].join("\n");
  const said = execFileSync("sh", ["-c", script], { encoding: "utf8" });
  expect(issuers.read(answersOf(said.split("\n")))).toEqual(known([OLD, NEW]));
  expect(issuers.read(answersOf([""])).known).toBe(false);
});
