import { beforeEach, expect, it, vi } from "vitest";
import { keptContext } from "../testing/context.ts";
import { parseArguments } from "./parse-arguments.ts";

// Flags, as people type them, and what a command is told of them: one name each, and nothing in between.

const calls: { readonly command: string; readonly options: object }[] = [];
const record = (command: string) => async (options: object) => {
  calls.push({ command, options });
  return 0;
};
vi.mock("../generate/generate.ts", () => ({ generate: record("generate") }));
vi.mock("../gen-certs/gen-certs.ts", () => ({ genCerts: record("genCerts") }));
vi.mock("../deploy/deploy.ts", () => ({ deploy: record("deploy") }));
vi.mock("../plan/plan.ts", () => ({ plan: record("plan") }));
vi.mock("../import-inventory/import-inventory.ts", () => ({ importInventory: record("importInventory") }));
vi.mock("../nixos-options/nixos-options.ts", () => ({ nixosOptions: record("nixosOptions") }));
vi.mock("../reboot/reboot.ts", () => ({ reboot: record("reboot") }));
vi.mock("../replace/replace.ts", () => ({ replace: record("replace") }));
vi.mock("../rollback/rollback.ts", () => ({ rollback: record("rollback") }));
vi.mock("../uncordon/uncordon.ts", () => ({ uncordon: record("uncordon") }));
vi.mock("../unlock/unlock.ts", () => ({ unlock: record("unlock") }));
vi.mock("../etcd/members.ts", () => ({ members: record("etcd members") }));
vi.mock("../etcd/snapshot.ts", () => ({ snapshot: record("etcd snapshot") }));
vi.mock("../etcd/restore.ts", () => ({ restore: record("etcd restore") }));
vi.mock("../quorum/quorum.ts", () => ({ quorum: record("quorum") }));

beforeEach(() => {
  calls.length = 0;
});

const common = { machines: "machines.ts", inventory: undefined, json: false, color: true, verbose: false };
const nothing = {
  allowOlder: false,
  anyTime: false,
  all: false,
  dryRun: false,
  except: [],
  skipUnreachable: false,
  yes: false,
  erase: [],
  snapshot: true,
  deletePods: [],
  disableEviction: [],
  remove: [],
  overrideInputs: [],
  nixOptions: [],
};

it.each<[string, string, object]>([
  ["generate", "generate", { ...common, check: false }],
  ["generate --check --machines a.ts", "generate", { ...common, check: true, machines: "a.ts" }],
  ["genCerts certs --json", "genCerts", { ...common, json: true, certificates: "certs", newTokens: false }],
  ["genCerts certs --new-tokens", "genCerts", { ...common, certificates: "certs", newTokens: true }],
  ["--no-color genCerts a/b", "genCerts", { ...common, color: false, certificates: "a/b", newTokens: false }],
  ["deploy", "deploy", { ...common, ...nothing, targets: [] }],
  [
    "deploy --all --except a --except b --skip-unreachable --erase c --remove d --evaluate needed",
    "deploy",
    {
      ...common,
      ...nothing,
      all: true,
      except: ["a", "b"],
      skipUnreachable: true,
      erase: ["c"],
      remove: ["d"],
      evaluate: "needed",
      targets: [],
    },
  ],
  [
    "deploy --all --skip-initial-health",
    "deploy",
    { ...common, ...nothing, all: true, skipInitialHealth: true, targets: [] },
  ],
  ["deploy a b", "deploy", { ...common, ...nothing, targets: ["a", "b"] }],
  [
    "deploy --all --yes --verbose",
    "deploy",
    { ...common, ...nothing, verbose: true, all: true, yes: true, targets: [] },
  ],
  [
    "deploy a --dry-run --assume bare --certs c --flake git+file:///f",
    "deploy",
    {
      ...common,
      ...nothing,
      dryRun: true,
      assume: "bare",
      certificates: "c",
      flake: "git+file:///f",
      targets: ["a"],
    },
  ],
  [
    "deploy a --override-input nixpkgs=path:/n?x=1 --option cores=1 --override-input b=c --option empty=",
    "deploy",
    {
      ...common,
      ...nothing,
      overrideInputs: [
        ["nixpkgs", "path:/n?x=1"],
        ["b", "c"],
      ],
      nixOptions: [
        ["cores", "1"],
        ["empty", ""],
      ],
      targets: ["a"],
    },
  ],
  [
    "plan --build --detailed-exitcode --json",
    "plan",
    {
      ...common,
      json: true,
      build: true,
      allowOlder: false,
      detailedExitcode: true,
      deletePods: [],
      disableEviction: [],
      except: [],
      skipUnreachable: false,
      snapshot: true,
      overrideInputs: [],
      nixOptions: [],
      targets: [],
    },
  ],
  [
    "plan a b --evaluate always",
    "plan",
    {
      ...common,
      build: false,
      allowOlder: false,
      detailedExitcode: false,
      evaluate: "always",
      deletePods: [],
      disableEviction: [],
      except: [],
      skipUnreachable: false,
      snapshot: true,
      overrideInputs: [],
      nixOptions: [],
      targets: ["a", "b"],
    },
  ],
  [
    "importInventory i.yaml",
    "importInventory",
    {
      ...common,
      inventory: "i.yaml",
      output: "machines.ts",
      yes: false,
    },
  ],
  [
    "importInventory i.yaml --output o.ts --yes --name n --interface eno1 --interface a=eno2 --disk b=/dev/x --gateway g --subnet s --certs c",
    "importInventory",
    {
      ...common,
      inventory: "i.yaml",
      output: "o.ts",
      yes: true,
      name: "n",
      interfaces: { all: "eno1", of: [["a", "eno2"]] },
      disks: { of: [["b", "/dev/x"]] },
      gateway: "g",
      subnet: "s",
      certificates: "c",
    },
  ],
  ["nixosOptions --nixpkgs n", "nixosOptions", { ...common, nixpkgs: "n", check: false }],
  [
    "nixosOptions --nixpkgs n --out o --check",
    "nixosOptions",
    { ...common, nixpkgs: "n", out: "o", check: true },
  ],
  [
    "reboot a --drain never --delete-pods a",
    "reboot",
    {
      ...common,
      all: false,
      anyTime: false,
      targets: ["a"],
      snapshot: true,
      drain: "never",
      deletePods: ["a"],
      disableEviction: [],
    },
  ],
  [
    "replace a --erase a",
    "replace",
    {
      ...common,
      node: "a",
      snapshot: true,
      erase: ["a"],
      allowOlder: false,
      anyTime: false,
      overrideInputs: [],
      nixOptions: [],
    },
  ],
  [
    "rollback a b --yes --watchdog 60",
    "rollback",
    {
      ...common,
      yes: true,
      watchdog: "60",
      anyTime: false,
      targets: ["a", "b"],
      snapshot: true,
      deletePods: [],
      disableEviction: [],
    },
  ],
  ["uncordon", "uncordon", { ...common, targets: [] }],
  ["uncordon a --certs c", "uncordon", { ...common, targets: ["a"], certificates: "c" }],
  ["unlock", "unlock", { ...common, yes: false }],
  ["unlock --yes --certs c", "unlock", { ...common, yes: true, certificates: "c" }],
  ["etcd members --certs c --json", "etcd members", { ...common, json: true, certificates: "c" }],
  ["etcd snapshot --to x", "etcd snapshot", { ...common, to: "x" }],
  [
    "etcd restore s --without a --even-if-it-serves --yes",
    "etcd restore",
    { ...common, snapshot: "s", without: ["a"], evenIfItServes: true, yes: true },
  ],
  ["quorum", "quorum", common],
  ["quorum --certs c", "quorum", { ...common, certificates: "c" }],
])("%s", async (line, command, options) => {
  const parsed = await parseArguments(line.split(" "), "0", () => {});
  if (parsed.kind !== "work") throw new Error(`nothing to do: ${parsed.exit}`);
  expect(await parsed.chosen.run(keptContext())).toBe(0);
  expect(calls).toEqual([{ command, options }]);
});

it("what one run was told is not told to the next", async () => {
  for (const line of ["deploy a --option x=1", "deploy b"]) {
    const parsed = await parseArguments(line.split(" "), "0", () => {});
    if (parsed.kind === "work") await parsed.chosen.run(keptContext());
  }
  expect(calls.at(-1)?.options).toMatchObject({ targets: ["b"], nixOptions: [] });
});

it.each<[string, RegExp]>([
  ["importInventory i.yaml --gateway 10.0.0.1 --gateway 10.0.0.2", /--gateway <address>' is given twice/],
  ["importInventory i.yaml --interface eno1 --interface eno2", /said of all nodes twice/],
  ["importInventory i.yaml --disk a=/dev/sda --disk a=/dev/sdb", /said of a twice/],
  ["plan --certs a --certs b", /'--certs <[^>]+>' is given twice/],
  ["deploy a --reboot never --reboot always", /'--reboot <[^>]+>' is given twice/],
  ["plan --configurations a --configurations b", /'--configurations <[^>]+>' is given twice/],
  ["etcd snapshot --to x --to y", /'--to <[^>]+>' is given twice/],
  ["--machines a plan --machines b", /'--machines <path>' is given twice: leave one of the two out/],
  ["--machines a etcd --machines a members", /'--machines <path>' is given twice/],
  ["--inventory a generate --inventory b", /'--inventory <file>' is given twice/],
  [
    "--inventory a --interface x=eno1 plan --interface y=eno2",
    /'--interface <[^>]+>' is given twice: say all of it in one place/,
  ],
])("what is said once is not said twice: %s", async (line, says) => {
  let told = "";
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    told += String(text);
    return true;
  });
  expect(await parseArguments(line.split(" "), "0", () => {})).toEqual({ kind: "ended", exit: 2 });
  write.mockRestore();
  expect(told).toMatch(says);
  expect(calls).toEqual([]);
});
