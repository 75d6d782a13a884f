import { createServer } from "node:net";
import { failed, type Result } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";

/**
 * Does something to a lab while nobody else does. The lock is a name in the kernel (an abstract socket): it
 * is gone with the process that holds it, also before anybody takes note of that end, and leaves no file.
 */
export async function withLock<Value>(
  id: string,
  work: () => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const server = createServer((connection) => connection.destroy());
  const held = await new Promise<boolean>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    server.listen(`\0quorate-lab-${id}`, () => resolve(true));
  });
  if (!held) {
    return failed(
      problem(
        "lab-busy",
        "",
        "another command is starting or ending this lab at this moment",
        "Wait until it is done, and run the same command again.",
      ),
    );
  }
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
