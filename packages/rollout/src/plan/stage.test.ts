import { expect, test } from "vitest";
import { STAGES } from "./stage.ts";

test("a stage of several nodes says in a dry run how they are treated, one of a single node nothing", () => {
  expect(Object.entries(STAGES).map(([kind, { heading }]) => [kind, heading])).toEqual([
    ["uncordon", "left cordoned by runs that died"],
    ["return-vip", "without their part of the VIP since runs that died"],
    ["stage-together", "side by side"],
    ["snapshot", "before any member of etcd is touched"],
    ["activate", undefined],
    ["activate-together", "at the same time"],
    ["gate-together", "once all of these are started"],
    ["remove-member", undefined],
    ["change-token", undefined],
    ["install-together", "side by side"],
    ["activate-batch", "several at once"],
    ["restore-together", "at the same time"],
    ["tidy-together", "once all are confirmed"],
  ]);
});
