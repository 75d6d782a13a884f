import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { beforeEach, describe, expect, test } from "vitest";
import { madeUpHost } from "../../test/made-up-host.ts";
import { UNREAD_FILE } from "../on-host.ts";
import { TEST_PATHS, TEST_STEPS } from "../testing/steps.ts";
import { type ChangeTokenStep, changeToken } from "./change-token.ts";

// The script of the step, in a shell, with a curl that is etcd and k3s: what it has under its keys is in files.

const first: ChangeTokenStep = TEST_STEPS["token-change"];
const token = (secret: string) => `K10${"a".repeat(64)}::server:${secret}\n`;
const keyOf = (secret: string) =>
  `bootstrap-${createHash("sha256").update(secret).digest("hex").slice(0, 12)}`;

const {
  at: file,
  put,
  program,
  run: runThere,
} = madeUpHost({ [UNREAD_FILE]: "unread", [SECRETS_DIRECTORY]: "secrets" });
beforeEach(() => {
  put("secrets/k3s-server-token", token("old"));
  put("secrets/.incoming/k3s-server-token", token("new"));
  put(`etcd/${keyOf("old")}`, "");
  program("chown", ":");
  program("sleep", ":");
  k3s(
    `rm ${file("etcd")}/*; : >"${file("etcd")}/bootstrap-$(printf %s "$secret" | sha256sum | cut -c 1-12)"`,
  );
});

/** What a request for a new token does, which is in `$secret`. */
function k3s(rotates: string): void {
  program(
    "curl",
    [
      `echo "$*" >>${file("argv")}`,
      'case "$*" in',
      "*/v3/kv/range)",
      `  for one; do case $one in *'"key"'*) key=$(printf %s "$one" | sed 's/.*"key":"\\([^"]*\\)".*/\\1/' | base64 -d) ;; esac; done`,
      `  count=0; [ ! -e "${file("etcd")}/$(echo "$key" | sed 's,^/,,; s,/,-,')" ] || count=1`,
      `  [ ! -e ${file("silent")} ] || exit 28`,
      `  if [ "$count" = 1 ]; then echo '{"header":{},"count":"1"}'; else echo '{"header":{}}'; fi ;;`,
      "*/v1-k3s/token)",
      `  said=$(cat); secret=$(echo "$said" | sed -n 's/.*newToken\\\\": *\\\\"\\([^"\\\\]*\\).*/\\1/p')`,
      `  echo "$said" | grep -q 'user = "server:old"' || { printf 401; exit; }`,
      `  ${rotates}`,
      "  printf 200 ;;",
      "esac",
    ].join("\n"),
  );
}

function run(step: ChangeTokenStep = first): ReturnType<typeof runThere> {
  const { code, said } = runThere(changeToken.commands(step, TEST_PATHS)[0]);
  return { code, said: said.trim() };
}
const has = () => readFileSync(file("secrets/k3s-server-token"), "utf8");
const asked = () => (existsSync(file("argv")) ? readFileSync(file("argv"), "utf8") : "");

describe("a new token", () => {
  test("is given to the cluster once, and put in place for the next start", () => {
    expect(run()).toEqual({ code: 0, said: "" });
    expect(has()).toBe(token("new"));
    expect(existsSync(file(`etcd/${keyOf("new")}`))).toBe(true);
    expect(readFileSync(file("unread"), "utf8")).toBe("k3s.service\n");
    // No argument of a program has had it, or the old one.
    expect(asked()).not.toMatch(/\bnew\b|\bold\b/);
    const requests = () => asked().split("/v1-k3s/token").length - 1;
    expect([run(), requests()]).toEqual([{ code: 0, said: "" }, 1]);
  });

  test("is not asked for again where a run has died after that", () => {
    k3s("exit 1");
    writeFileSync(file(`etcd/${keyOf("new")}`), "");
    expect(run()).toEqual({ code: 0, said: "" });
    expect(has()).toBe(token("new"));
  });

  test("that the cluster does not take stays where it was staged", () => {
    k3s("printf 503; exit");
    expect(run()).toEqual({
      code: 1,
      said: "its server answered 503, and the cluster has the token of before",
    });
    expect([has(), existsSync(file("unread"))]).toEqual([token("old"), false]);
  });

  test("is asked for by nobody while etcd does not tell which one there is", () => {
    writeFileSync(file("silent"), "");
    expect(run()).toEqual({ code: 1, said: "etcd does not tell which token the cluster has" });
    expect(asked()).not.toContain("/v1-k3s/token");
  });

  test("other servers only put in place", () => {
    expect(run({ ...first, rotates: undefined })).toEqual({ code: 0, said: "" });
    expect([has(), asked()]).toEqual([token("new"), ""]);
  });
});
