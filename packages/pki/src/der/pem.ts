/** Text in PEM armour, `columns` characters a line, with a final newline. */
export function pem(label: string, der: Uint8Array, columns = 64): string {
  const base64 = Buffer.from(der).toString("base64");
  let lines = "";
  for (let at = 0; at < base64.length; at += columns) lines += `${base64.slice(at, at + columns)}\n`;
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

/** The bytes inside PEM armour with this label; `undefined` where `text` is not exactly one such block. */
export function unpem(label: string, text: string): Buffer | undefined {
  const match = new RegExp(
    `^-----BEGIN ${label}-----\\s([A-Za-z0-9+/=\\s]*)-----END ${label}-----\\s*$`,
  ).exec(text);
  return match?.[1] === undefined ? undefined : Buffer.from(match[1], "base64");
}
