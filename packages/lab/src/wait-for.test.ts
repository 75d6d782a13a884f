import { expect, test } from "vitest";
import { waitFor } from "./wait-for.ts";

/** Sees nothing `times` times, then the number of looks. */
function after(times: number) {
  let looks = 0;
  return () => {
    looks += 1;
    return looks > times ? looks : undefined;
  };
}

test.each([
  { name: "what is there at once", times: 0, seconds: 0, seen: 1 },
  { name: "what comes in time", times: 3, seconds: 250, seen: 4 },
])("sees $name", async ({ times, seconds, seen }) => {
  expect(await waitFor(after(times), { seconds })).toBe(seen);
});

test("looks once, and says that there was nothing", async () => {
  const look = after(1);
  expect(await waitFor(look, { seconds: 0 })).toBe(undefined);
  expect(look()).toBe(2);
});

test("gives up when the time is over, and not before", async () => {
  const start = performance.now();
  // Not after all the looks, which would take most of a minute.
  expect(await waitFor(after(1_000), { seconds: 0.3, pauseMs: 50 })).toBe(undefined);
  expect(performance.now() - start).toBeGreaterThan(200);
});

test("takes a false for something seen", async () => {
  expect(await waitFor(() => false, { seconds: 0 })).toBe(false);
});

test("fails as the look does", async () => {
  await expect(waitFor(() => Promise.reject(new Error("no")), { seconds: 1 })).rejects.toThrow("no");
});
