import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { ADDRESSES, type ClusterLab } from "../cluster-lab.ts";
import { eventually } from "../workspace.ts";

/** Asks the API's VIP without a pause and a new connection each time; ends with what was not answered. */
const CLIENT = `
asked=0; failed=0
trap 'echo "$asked $failed"; exit 0' TERM
while :; do
  asked=$((asked + 1))
  curl --silent --insecure --max-time 2 --output /dev/null https://10.0.0.100:6443/livez || failed=$((failed + 1))
  sleep 0.1
done`;

/** A machine more or less of machines.ts is nothing that a client of the VIP sees. */
export function oneMoreMachine(lab: ClusterLab): void {
  test("a worker and a master come and go, and the VIP answers all the time", async () => {
    await eventually("all announce the VIP", 240, () => lab.vipNextHops().join() === ADDRESSES.join());
    const neighbours = () => lab.workspace.mustOnHost("router", ["gobgp", "neighbor"]);
    const client = spawn(process.execPath, [lab.workspace.program, "lab", "run", "bash", "-c", CLIENT], {
      cwd: lab.workspace.folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      lab.change({ further: 'node4: node({ ...common, ip: "10.0.0.14", services: ["worker"] }),' });
      expect(lab.workspace.quorate("lab", "status").err).toContain("node4: is in machines.ts and not up");
      expect(lab.workspace.quorate("lab", "deploy", "node4", "--yes")).toMatchObject({
        code: 2,
        err: expect.stringContaining("[machine-not-made]"),
      });
      lab.workspace.mustQuorate("lab", "up");
      lab.change({
        further: 'node4: node({ ...common, ip: "10.0.0.14", services: ["kubernetes"] }),',
      });
      lab.workspace.mustQuorate("lab", "up");
      await expect.poll(neighbours).toContain("10.0.0.14");
      lab.change({});
      lab.workspace.mustQuorate("lab", "up");
      await expect.poll(neighbours).not.toContain("10.0.0.14");
      const [asked, failed] = await ended(client);
      expect(asked).toBeGreaterThan(20);
      expect(failed).toBe(0);
      await expect.poll(() => lab.vipNextHops()).toEqual([...ADDRESSES]);
    } finally {
      client.kill("SIGKILL");
    }
  });
}

/** Ends the client; what it counted. */
async function ended(client: ChildProcess): Promise<readonly number[]> {
  let said = "";
  client.stdout?.on("data", (text: Buffer) => {
    said += text.toString();
  });
  client.kill("SIGTERM");
  await once(client, "close");
  return said.trim().split(" ").map(Number);
}
