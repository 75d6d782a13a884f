/**
 * Reads a dotted option path as Nix would: `services.nginx.enable`, or with names that are no identifiers
 * quoted, `environment.etc."a.conf".text`. Returns the names, or `undefined` where it is no such path.
 * Interpolation and escapes are not read: a path is data, never code.
 */
export function parseOptionPath(text: string): readonly string[] | undefined {
  const names: string[] = [];
  // One name, bare or quoted, and then a dot or the end.
  const segment = /([A-Za-z_][A-Za-z0-9_'-]*|"[^"\\$\0]+")(\.|$)/y;
  let end = "";
  do {
    const match = segment.exec(text);
    if (match === null) return undefined;
    const [, name = "", separator = ""] = match;
    names.push(name.startsWith('"') ? name.slice(1, -1) : name);
    end = separator;
  } while (end === ".");
  return names;
}
