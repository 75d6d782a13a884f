import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostName } from "@quorate/cluster";
import type { Manifest } from "@quorate/rollout";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refuseSealedSnapshot } from "./snapshot-token.ts";

const HASH = "a".repeat(64);
const nodes = ["server1", "server2"].map((name) => ({ name: name as HostName }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-token-"));
  put("snapshot/k3s-server-token", `K10${HASH}::server:then\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function refused(beside: readonly string[] = ["k3s-server-token"]) {
  const manifest = { beside } as unknown as Manifest;
  return refuseSealedSnapshot({ folder: join(folder, "snapshot"), manifest }, nodes, join(folder, "certs"));
}

test.each<[string, readonly (string | undefined)[], string | undefined]>([
  ["of its time, in both forms", [`K10${HASH}::server:then\n`, "then"], undefined],
  ["changed since", [`K10${HASH}::server:then`, `K10${HASH}::server:now`], "server2"],
  ["gone", [undefined, "then"], "server1"],
  ["changed on all", ["now", "now"], "server1, server2"],
])("a token that is %s", (_, tokens, whose) => {
  for (const [place, token] of tokens.entries()) {
    if (token !== undefined) put(`certs/hosts/${nodes[place]?.name}/k3s-server-token`, token);
  }
  const problem = refused();
  if (whose === undefined) {
    expect(problem).toBeUndefined();
    return;
  }
  expect(problem).toMatchObject({
    code: "restore-token-differs",
    message: expect.stringContaining(`the servers' token of ${whose} there`),
    hint: expect.stringContaining(`put ${join(folder, "snapshot/k3s-server-token")} in the place of`),
  });
  expect(JSON.stringify(problem)).not.toMatch(/:then|:now/);
});

test("nothing is compared where no token has sealed it", () => {
  expect(refused([])).toBeUndefined();
});
