import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { HostName } from "@quorate/cluster";
import { beforeEach, describe, expect, test } from "vitest";
import { madeUpHost } from "../../../test/made-up-host.ts";
import { TEST_PATHS } from "../../testing/steps.ts";
import { type RemoveMemberStep, removeMember } from "./remove-member.ts";

// The script of the step, in a shell: with a kubectl that takes a member away together with its Node, as k3s does, and
// an etcd that has its list in a file.

const through = {
  node: "server2" as HostName,
  distribution: "k3s",
  clientUrl: "https://127.0.0.1:2382",
} as const;
const whom = {
  kind: "member",
  id: "a1",
  name: "server1-1a2b3c4d",
  peerUrls: ["https://10.0.0.11:2380"],
  withNode: {
    name: "server1",
    door: { host: through.node, distribution: "k3s", urls: ["https://10.0.0.12:6443"] },
  },
} as const;
const step: RemoveMemberStep = { node: "server1" as HostName, through, whom };

const OTHER = '{"ID":"162","name":"server2-1a2b3c4d","peerURLs":["https://10.0.0.12:2380"]}';
const OWN = '{"ID":"161","name":"server1-1a2b3c4d","peerURLs":["https://10.0.0.11:2380"]}';

const { at: file, program, run: runThere } = madeUpHost();
const list = (...members: readonly string[]) => writeFileSync(file("list"), members.join(","));
beforeEach(() => {
  program("sleep", ":");
  program("systemctl", "echo ExecStart=");
  program(
    "curl",
    [
      "for last; do :; done",
      `case $last in`,
      `*/readyz) cat ${file("readyz")} 2>/dev/null ;;`,
      `*/member/list) printf '{"header":{"cluster_id":"1"},"members":[%s]}' "$(cat ${file("list")})" ;;`,
      `*/member/remove) echo remove >>${file("asked")}; echo '${OTHER}' >${file("list")} ;;`,
      "esac",
    ].join("\n"),
  );
  kubectl(`echo '${OTHER}' >${file("list")}`);
  writeFileSync(file("readyz"), "ok");
  writeFileSync(file("node"), "u1|7|Unknown");
  list(OWN, OTHER);
});

/** What becomes of etcd's list where a Node is deleted. */
function kubectl(deleting: string): void {
  program(
    "kubectl",
    [
      `case " $* " in`,
      `*" get node server1 "*) cat ${file("node")} 2>/dev/null || true ;;`,
      `*" get lease server1 "*) cat ${file("lease")} 2>/dev/null || true ;;`,
      `*" delete --raw=/api/v1/nodes/server1 "*) cat >${file("deleted")}; rm ${file("node")}; ${deleting} ;;`,
      `*" delete secret server1.node-password.k3s "*) ;;`,
      `*) exit 1 ;;`,
      "esac",
    ].join("\n"),
  );
}

function run(): ReturnType<typeof runThere> {
  const { code, said } = runThere(removeMember.commands(step, TEST_PATHS)[0]);
  return { code, said: said.trim() };
}
const node = () => existsSync(file("node"));
const members = () => readFileSync(file("list"), "utf8").trim();
const asked = () => existsSync(file("asked"));

describe("a member that goes with its Node", () => {
  test("is gone once its Node is", () => {
    expect(run()).toEqual({ code: 0, said: "" });
    expect([node(), members(), asked()]).toEqual([false, OTHER, false]);
    // Once more there is nothing to do.
    expect(run()).toEqual({ code: 0, said: "" });
  });

  test("is taken away by etcd itself where it has no Node any more", () => {
    rmSync(file("node"));
    expect(run()).toEqual({ code: 0, said: "" });
    expect([members(), asked()]).toEqual([OTHER, true]);
  });

  test("is told of where it stays", () => {
    kubectl(":");
    expect(run()).toEqual({ code: 1, said: "its Node is deleted, and etcd has it for a member still" });
    expect(asked()).toBe(false);
  });

  test.each([
    ["is Ready", "u1|7|True", () => ""],
    ["was heard of a moment ago", "u1|7|False", () => new Date().toISOString()],
  ])("keeps its Node where that %s", (_, state, lease) => {
    writeFileSync(file("node"), state);
    writeFileSync(file("lease"), lease());
    expect(run().code).toBe(79);
    expect([node(), members(), asked()]).toEqual([true, `${OWN},${OTHER}`, false]);
  });

  test("keeps its Node where the id is another member's by now", () => {
    list(OWN.replace("server1-1a2b3c4d", "server1-00000000"), OTHER);
    expect(run().code).toBe(3);
    expect([node(), asked()]).toEqual([true, false]);
  });

  test("keeps both where no apiserver is ready", () => {
    rmSync(file("readyz"));
    expect(run()).toEqual({ code: 78, said: "no apiserver is ready" });
    expect([node(), members()]).toEqual([true, `${OWN},${OTHER}`]);
  });
});
