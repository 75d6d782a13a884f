import { type Json, readJson } from "../json.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** Where a system keeps the option values of nix/generated that it was built from, as JSON. */
const OPTIONS_FILE = "/etc/quorate/options.json";

/** What of nix/generated a host's system was built from. It is told where that is not what is wanted now. */
export const options: Subject<Known<Json>> = {
  atOnce: true,
  questions: ({ fingerprint }) =>
    fingerprint === undefined
      ? []
      : [`[ "$(cat /etc/quorate/fingerprint)" = "${fingerprint}" ] || echo "options=$(cat ${OPTIONS_FILE})"`],
  read: ({ last }) => {
    const said = readJson(last("options"));
    return said === undefined
      ? unknown("the system that it runs does not say what it was built from")
      : known(said);
  },
};
