import { expect, it } from "vitest";
import { namesFrom } from "./alternative-names.ts";

it("tells addresses from names, each sorted, once, and IPv6 in one spelling", () => {
  expect(
    namesFrom(["b", "10.0.0.2", "a", "FD00:0::1", "b", "10.0.0.1", "fd00::1", "::ffff:10.0.0.1"]),
  ).toEqual({
    dns: ["a", "b"],
    ips: ["10.0.0.1", "10.0.0.2", "::ffff:a00:1", "fd00::1"],
  });
});
