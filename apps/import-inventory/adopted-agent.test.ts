import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { AGENT, start } from "../../packages/inventory/src/testing/adopted-cluster.ts";
import { serverText } from "../../packages/inventory/src/testing/adoption-answers.ts";
import { INVENTORIES } from "../../packages/inventory/src/testing/inventories.ts";
import { genCerts } from "../gen-certs/gen-certs.ts";
import { generate } from "../generate/generate.ts";
import { keptContext } from "../testing/context.ts";
import { ownAuthority } from "../testing/own-authority.ts";
import { importInventory } from "./import-inventory.ts";

const ADDRESS = "172.30.190.198";
const NAME = "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4";
const SERVER = "538f6fb5-5666-5387-9faf-fdea7aa309f7";

const folder = mkdtempSync(join(tmpdir(), "quorate-adopted-agent-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("an agent gets the agents' token and no server's, and is started as one", async () => {
  const context = () => keptContext({ cwd: folder, now: () => new Date(Date.now() + 60_000) });
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  const authority = ownAuthority(folder);
  const hash = createHash("sha256").update(authority).digest("hex");
  const told = { authorities: `${hash}  -`, "server-ca": Buffer.from(authority).toString("base64") };
  const agent = { ...told, ...AGENT, ...start("--server https://172.30.190.137:6443", "agent") };
  writeFileSync(join(folder, "inventory.yaml"), INVENTORIES["2024-06-16"] ?? "");
  const imported = context();
  const options = { inventory: "inventory.yaml", output: "machines.ts", yes: false, fromCluster: true };
  const code = await importInventory(options, imported, async ({ argv }) => {
    const address = argv.at(-2) ?? "";
    return { code: 0, stdout: serverText(address, address === ADDRESS ? agent : told), stderr: "" };
  });
  expect(code, imported.errors.join("\n")).toBe(0);
  expect(await generate({ machines: "machines.ts", check: false }, context())).toBe(0);
  const made = context();
  const certificates = { machines: "machines.ts", certificates: "certs" };
  expect(await genCerts(certificates, made), made.errors.join("\n")).toBe(0);
  const begins = `K10${hash}::node:`;
  expect(read(`certs/hosts/${NAME}/k3s-agent-token`)).toMatch(new RegExp(`^${begins}[0-9a-f]{32,}\n$`));
  expect(read(`certs/hosts/${SERVER}/k3s-agent-token`)).toBe(read(`certs/hosts/${NAME}/k3s-agent-token`));
  expect(existsSync(join(folder, `certs/hosts/${NAME}/k3s-server-token`))).toBe(false);
  const written = read(`nix/generated/nodes/${NAME}.nix`);
  expect(written).toMatch(/role = "agent";\s+serverAddr = "https:\/\/172\.30\.190\.1(37|67):6443";/);
  expect(written).not.toContain("disable = ");
});
