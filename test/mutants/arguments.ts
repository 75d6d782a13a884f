import { parseArgs } from "node:util";
import { isRoom, ROOMS, type RoomName } from "./rooms.ts";

/** What `npm run mutants` was asked for. */
export interface Request {
  readonly rooms: readonly RoomName[];
  /** A revision: only files that differ from it. */
  readonly changed: string | undefined;
  /** Only these files. */
  readonly files: readonly string[];
  readonly fresh: boolean;
  readonly writeDocs: boolean;
}

/** How it is called. */
export const USAGE = `usage: npm run mutants -- [<room>…] [--changed <revision>] [--file <path>]… [--fresh] [--write-docs]
rooms: ${Object.keys(ROOMS).join(", ")} (all unless said)`;

/**
 * Reads the command's arguments.
 *
 * @throws {TypeError} for an unknown option, an unknown room, or what can't go together
 */
export function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      changed: { type: "string" },
      file: { type: "string", multiple: true, default: [] },
      fresh: { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
    },
  });
  const partly = values.changed !== undefined || values.file.length > 0;
  if (partly && values["write-docs"]) throw new TypeError("the scores are those of whole rooms");
  const rooms = positionals.map((name) => {
    if (!isRoom(name)) throw new TypeError(`there is no room ${name}`);
    return name;
  });
  return {
    rooms: rooms.length === 0 ? Object.keys(ROOMS).filter(isRoom) : rooms,
    changed: values.changed,
    files: values.file,
    fresh: values.fresh,
    writeDocs: values["write-docs"],
  };
}
