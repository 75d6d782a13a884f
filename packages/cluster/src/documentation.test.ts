import { readFileSync } from "node:fs";
import { createJiti } from "jiti";
import { Project } from "ts-morph";
import { describe, expect, it } from "vitest";
import { k3sSchema } from "./parse/k3s.ts";
import { LOAD_BALANCER_SCHEMAS } from "./parse/load-balancer.ts";
import { rolloutSchema } from "./parse/rollout.ts";
import { clusterSchema, kubeMasterSchema, networkSchema, nodeSchema, routerSchema } from "./parse/schema.ts";
import { resolveCluster } from "./resolve.ts";

const text = readFileSync(new URL("../../../docs/machines.md", import.meta.url), "utf8");

describe("docs/machines.md", () => {
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);

  it("has examples", () => {
    expect(blocks.length).toBeGreaterThanOrEqual(3);
  });

  it.each(blocks)("example %#: resolves without an error, and type-checks", async (code) => {
    const file = new URL("./example-of-the-documentation.ts", import.meta.url).pathname;
    const project = new Project({
      tsConfigFilePath: new URL("../../../tsconfig.json", import.meta.url).pathname,
      skipAddingFilesFromTsConfig: true,
    });
    const source = project.createSourceFile(file, code, { overwrite: true });
    expect(source.getPreEmitDiagnostics().map((diagnostic) => diagnostic.getMessageText())).toEqual([]);
    const module = (await createJiti(import.meta.url).evalModule(code, { filename: file, async: true })) as {
      default: unknown;
    };
    const { ok, findings } = resolveCluster(module.default);
    expect(findings).toEqual([]);
    expect(ok).toBe(true);
  });

  it.each([
    ["`defineCluster({ … })`", clusterSchema],
    ["`kubeMaster`", kubeMasterSchema],
    ["`bgp({ … })`", LOAD_BALANCER_SCHEMAS.bgp],
    ["`arp({ … })`", LOAD_BALANCER_SCHEMAS.arp],
    ["`k3s({ … })`", k3sSchema],
    ["`network`", networkSchema],
    ["`rollout`", rolloutSchema],
    ["`node({ … })`", nodeSchema],
    ["`router({ … })`", routerSchema],
    ["`ssh`", clusterSchema.shape.ssh.unwrap()],
  ])("has a row for every field of %s", (title, schema) => {
    const start = text.indexOf(`### ${title}\n`);
    expect(start).toBeGreaterThan(0);
    const rows = text.slice(start + 4).split(/^##/m)[0] ?? "";
    const documented = [...rows.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names = ""]) =>
      names.split(", ").map((name) => name.replaceAll("`", "")),
    );
    const fields = Object.keys(schema.shape).filter((field) => field !== "kind");
    expect(documented.toSorted()).toEqual(fields.toSorted());
  });
});
