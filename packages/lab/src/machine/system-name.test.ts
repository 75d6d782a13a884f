import { expect, test } from "vitest";
import { nameIn } from "./system-name.ts";

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\nID=debian\n';
const NIXOS = 'ANSI_COLOR="0;38;2;126;186;228"\nID=nixos\nID_LIKE=""\nVERSION_ID="26.11"\n';

test.each([
  [DEBIAN, "debian", "debian 13"],
  [NIXOS, "nixos", "nixos 26.11"],
  // The installer.
  [DEBIAN, "nixos", "bare"],
  ["ID=debian\n", "debian", "debian"],
  ["", "nixos", "nixos"],
] as const)("%j, planned as %s, is %s", (text, planned, name) => {
  expect(nameIn(text, planned)).toBe(name);
});
