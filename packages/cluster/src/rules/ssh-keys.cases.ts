import type { FindingCase } from "../testing/finding-case.ts";

const keys = ["ssh", "authorizedKeys"];
const algorithm = Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1");
/** A key of nothing but sevens. */
const KEY = `ssh-ed25519 ${Buffer.concat([algorithm, Buffer.alloc(32, 7)]).toString("base64")}`;
/** An ed25519 key by its first word, which calls itself otherwise. */
const keyOf = (header: string): string =>
  `ssh-ed25519 ${Buffer.concat([Buffer.from(header, "latin1"), Buffer.alloc(36, 7)]).toString("base64")}`;

const wrong = (title: string, key: string, right = `${KEY} somebody@example`): FindingCase => ({
  code: "ssh-key-invalid",
  title,
  wrong: [[keys, [KEY, key]]],
  path: [...keys, 1],
  right: [[keys, [KEY, right]]],
});

export const SSH_KEYS: readonly FindingCase[] = [
  wrong("a file's name", "~/.ssh/id_ed25519.pub"),
  wrong("a private key", ["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" ")),
  wrong("options", `command="rm -rf /" ${KEY}`),
  wrong("two lines", `${KEY} a\n${KEY} b`),
  wrong("a line end", `${KEY}\n`),
  wrong("another algorithm than the key's", KEY.replace("ssh-ed25519 ", "ssh-rsa ")),
  wrong("a shorter algorithm than its key's", keyOf("\0\0\0\x0assh-ed25519")),
  wrong("a key of another algorithm as long", keyOf("\0\0\0\x0bssh-ed25518")),
  wrong("something before it", ` ${KEY}`),
  wrong("a comment that turns around", `${KEY} \u202e`, `${KEY} José $(rm -rf /) ''\${x}`),
];
