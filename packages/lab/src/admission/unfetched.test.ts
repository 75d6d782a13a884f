import { createServer } from "node:http";
import { expect, test } from "vitest";
import { listen } from "../artefacts/testing/registry.ts";
import { testWorld } from "../artefacts/testing/world.ts";
import { unfetchedReason } from "./unfetched.ts";

test("a server that answers can be reached, whether it has the file or not", async () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/there" ? 200 : 404).end();
  });
  const base = `http://${await listen(server)}`;
  for (const path of ["there", "elsewhere"]) {
    expect(await unfetchedReason(testWorld(), `${base}/${path}`)).toBeUndefined();
  }
  server.close();
  server.closeAllConnections();
});

test("where nobody answers, or there is no wget, that is said", async () => {
  expect(await unfetchedReason(testWorld(), "http://127.0.0.1:9/there")).toBe("nobody answers there");
  const without = { ...testWorld(), run: async () => ({ code: undefined, stdout: "", stderr: "" }) };
  expect(await unfetchedReason(without, "http://127.0.0.1:9/there")).toBe("there is no wget");
});
