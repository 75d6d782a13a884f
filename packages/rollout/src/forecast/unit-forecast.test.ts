import { expect, test } from "vitest";
import { unitForecast, withReaders } from "./unit-forecast.ts";

const before = { "a.service": "1", "b.service": "1", "c.service": "1", "d.service": "1", "x.target": "1" };

test("what is restarted, reloaded, left alone, stopped and added", () => {
  const files = {
    "a.service": "2",
    "b.service": "2",
    "c.service": "2",
    "e.timer": "1",
    "x.target": "2",
    "y.slice": "1",
  };
  const forecast = unitForecast(before, { files, reloads: ["b.service"], keeps: ["c.service"] });
  expect(forecast).toEqual({
    restarts: ["a.service"],
    reloads: ["b.service"],
    stops: ["d.service"],
    adds: ["e.timer"],
  });
  expect(withReaders(forecast, ["b.service", "kube-vip"])).toMatchObject({
    restarts: ["a.service", "b.service", "kube-vip"],
    reloads: [],
  });
});

test("where nothing differs nothing happens", () => {
  const nothing = { restarts: [], reloads: [], stops: [], adds: [] };
  expect(unitForecast(before, { files: before, reloads: ["a.service"], keeps: [] })).toEqual(nothing);
});
