import { readdirSync, readFileSync } from "node:fs";

/** A file of every process's folder in /proc, such as `environ`, as far as it can be read: processes come and go. */
export function ofProcesses(file: string): readonly { readonly pid: number; readonly text: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), text: readFileSync(`/proc/${name}/${file}`, "utf8") }];
      } catch {
        // It has ended.
        return [];
      }
    });
}
