import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { SECRET_OF_TOKEN, secretOfToken } from "./k3s-token.ts";

const HASH = "0123456789abcdef".repeat(4);

it.each([
  ["abc", "abc"],
  ["abc\n", "abc"],
  [`K10${HASH}::server:abc\n`, "abc"],
  [`K10${HASH}::node:a:b`, "a:b"],
  ["a:b", "a:b"],
  ["::server:abc", "::server:abc"],
  [`K10${HASH}::server`, `K10${HASH}::server`],
  ["abcdef.0123456789abcdef", "abcdef.0123456789abcdef"],
  ["", ""],
])("of %j is %j", (token, secret) => {
  expect(secretOfToken(token)).toBe(secret);
});

it("is the same to a host's shell", () => {
  const piece = fc.constantFrom("K10", HASH, "::", ":", "server", "a", "$", "*", "\\", "%s", "'");
  const tokens = fc.sample(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
    200,
  );
  const asked = tokens.map((token) => `printf '%s\\n' '${token.replaceAll("'", "'\\''")}' | secret_of; echo`);
  for (const shell of ["sh", "bash"]) {
    const told = execFileSync(shell, ["-c", [SECRET_OF_TOKEN, ...asked].join("\n")], { encoding: "utf8" });
    expect(told.split("\n").slice(0, -1)).toEqual(tokens.map(secretOfToken));
  }
});
