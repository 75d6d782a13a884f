import type { Change } from "../testing/definitions.ts";
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

const hostKey = (name: string) => ["machines", name, "hostKey"];
const ownDisks = (name: string): Change => [
  ["machines", name, "nixosUnchecked"],
  { "disko.enableConfig": false },
];
const OTHER = `ssh-ed25519 ${Buffer.concat([algorithm, Buffer.alloc(32, 8)]).toString("base64")}`;

export const SSH_KEYS: readonly FindingCase[] = [
  ...[
    ["a private key", ["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" ")],
    ["a fingerprint", "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"],
    ["an RSA key", KEY.replaceAll("ssh-ed25519", "ssh-rsa")],
  ].map(
    ([title = "", key]): FindingCase => ({
      code: "host-key-invalid",
      title,
      wrong: [ownDisks("node1"), [hostKey("node1"), key]],
      path: hostKey("node1"),
      right: [ownDisks("node1"), [hostKey("node1"), `${KEY} root@node1`]],
    }),
  ),
  {
    code: "host-key-invalid",
    title: "another machine's",
    wrong: [
      ownDisks("node1"),
      ownDisks("node2"),
      [hostKey("node1"), `${KEY} root@a`],
      [hostKey("node2"), `${KEY} root@b`],
    ],
    path: hostKey("node2"),
    right: [ownDisks("node1"), ownDisks("node2"), [hostKey("node1"), KEY], [hostKey("node2"), OTHER]],
  },
  {
    code: "host-key-disks",
    wrong: [[hostKey("node1"), KEY]],
    path: hostKey("node1"),
    right: [ownDisks("node1"), [hostKey("node1"), KEY]],
  },
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
