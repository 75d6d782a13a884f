import { describe, expect, it } from "vitest";
import { FINDING_KINDS, type FindingCode } from "../model/finding-code.ts";
import { SHAPE } from "../parse/shape.cases.ts";
import { resolveCluster } from "../resolve.ts";
import { changed, defined, SPECS } from "../testing/definitions.ts";
import type { FindingCase } from "../testing/finding-case.ts";
import { ADDRESSES } from "./addresses.cases.ts";
import { API } from "./api.cases.ts";
import { DISTRIBUTION } from "./distribution.cases.ts";
import { ESCAPE_HATCH } from "./escape-hatch.cases.ts";
import { HARDWARE } from "./hardware.cases.ts";
import { HEALTH } from "./health.cases.ts";
import { LABELS } from "./labels.cases.ts";
import { LOAD_BALANCER } from "./load-balancer.cases.ts";
import { NAMES } from "./names.cases.ts";
import { NETWORKS } from "./networks.cases.ts";
import { ROLLOUT } from "./rollout.cases.ts";
import { SERVICES } from "./services.cases.ts";
import { SSH_KEYS } from "./ssh-keys.cases.ts";
import { UPLINK } from "./uplink.cases.ts";

const TABLES = {
  shape: SHAPE,
  names: NAMES,
  addresses: ADDRESSES,
  networks: NETWORKS,
  uplink: UPLINK,
  api: API,
  "load balancer": LOAD_BALANCER,
  services: SERVICES,
  distribution: DISTRIBUTION,
  hardware: HARDWARE,
  labels: LABELS,
  "ssh keys": SSH_KEYS,
  "escape hatch": ESCAPE_HATCH,
  rollout: ROLLOUT,
  health: HEALTH,
} satisfies Record<string, readonly FindingCase[]>;

describe.each(Object.entries(TABLES))("%s", (_, cases) => {
  it.each(
    cases.map((one) => ({ ...one, label: `${one.code}${one.title === undefined ? "" : ` (${one.title})`}` })),
  )("$label", ({ code, base = "bgp", wrong, path, also = [], right = [] }) => {
    const spec = SPECS[base];
    const { ok, findings } = resolveCluster(defined(changed(spec, wrong)));
    expect(findings).toContainEqual(expect.objectContaining({ code, path }));
    expect(findings.map((found) => found.code).sort()).toEqual([code, ...also].sort());
    const codes: readonly FindingCode[] = [code, ...also];
    expect(ok).toBe(codes.every((one) => FINDING_KINDS[one].severity === "warning"));

    const neighbour = resolveCluster(defined(changed(spec, right)));
    expect(neighbour.findings).toEqual([]);
    expect(neighbour.ok).toBe(true);
  });
});

// What a person reads: reviewed as text, and pinned word for word (npx vitest run packages/cluster -u).
it.each(Object.entries(TABLES))("says of %s what it always said", async (title, cases) => {
  const text = cases.map(({ code, title: which, base = "bgp", wrong }) => {
    const head = which === undefined ? code : `${code} (${which})`;
    const said = resolveCluster(defined(changed(SPECS[base], wrong))).findings.map(
      ({ path, message, hint }) => {
        expect(message, code).toMatch(/^\S.*[^.\s]$/);
        expect(hint, code).toMatch(/^\S.*[.?…]$/);
        return `  ${path.join(".")}: ${message}\n    ${hint}`;
      },
    );
    return `${[head, ...said].join("\n")}\n`;
  });
  await expect(text.join("\n")).toMatchFileSnapshot(`./__snapshots__/${title.replace(" ", "-")}.txt`);
});

it.each([undefined, null, 1, "text", [], {}, { kind: "cluster" }, { kind: "cluster", spec: [] }, () => ({})])(
  "not-a-cluster: %j",
  (definition) => {
    expect(resolveCluster(definition).findings.map(({ code, path }) => ({ code, path }))).toEqual([
      { code: "not-a-cluster", path: [] },
    ]);
  },
);

it("has a case for every code", () => {
  const codes = new Set<string>(["not-a-cluster"]);
  for (const { code } of Object.values(TABLES).flat()) codes.add(code);
  expect([...codes].sort()).toEqual(Object.keys(FINDING_KINDS).sort());
});

it("documents every code in docs/findings.md (if this fails: npx vitest run packages/cluster -u)", async () => {
  const rows = Object.entries(FINDING_KINDS).map(
    ([code, { severity, rule }]) => `| \`${code}\` | ${severity} | ${rule} |`,
  );
  const text = `# What Quorate says about machines.ts

Every finding has a code, the place in the file, a message and a hint. With an error nothing is generated; a
warning is only said. All findings of a file are told at once. The rule is what should be: the finding says
that it is not.

| code | severity | rule |
|---|---|---|
${rows.join("\n")}
`;
  await expect(text).toMatchFileSnapshot("../../../../docs/findings.md");
});
