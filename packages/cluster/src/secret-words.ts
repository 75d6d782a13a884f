/** Words for what is a secret by itself, wherever they stand in a name. */
const WORDS = new Set(
  "auth bearer community cred creds key keys luks otp passcode pin psk pw pwd salt totp wpa".split(" "),
);

/** The same in the midst of a word, such as in `joinpassword` and `apitokens`. */
const INSIDE = /pass(?:word|wd|phrase|code)|secret|token|credential/;

/** And at its end: `userpass`, `wifipsk`, `apikey`. */
const AT_END = /(?:pass|psk|pwd|apikey|authkey|sshkey)s?$/;

/** A name that ends so says something of a secret, or where it is. */
const ABOUT = /^(?:file|path|dir|directory|folder|map|type|mode|ttl|webhook|enable|enabled|length|policy)$/;

/** Before `key`: everybody may see it. */
const PUBLIC = new Set(["public", "authorized", "pub"]);

/** Texts that are a secret whatever they are called. */
const SHAPES: readonly RegExp[] = [
  // A private key as a PEM file has it.
  /-----BEGIN (?![A-Z ]*(?:CERTIFICATE|PUBLIC KEY))/,
  // k3s' own token, with the hash of an authority.
  /\bK10[0-9a-f]{64}::/,
  // A JSON web token, and a password as crypt(3) writes it.
  /\beyJ[\w-]{10,}\.[\w-]+/,
  /\$(?:\d|y|2[aby])\$\S{8,}/,
  // What GitHub, GitLab, Slack and AWS give out begins so, that it be found.
  /\b(?:gh[oprsu]_|github_pat_|glpat-|xox[abp]-|AKIA)\w{10,}/,
];

/** A name and a password before a host's name. */
const USERINFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*:[^\s@]*@/gi;

/** A name with what it is given: an argument, a variable, a line of a configuration. A path says where a secret is. */
const ASSIGNED = /([A-Za-z][\w.-]*)(["']?\s*[=:]\s*)(?!\/\/)([^\s/][^\s]*)/g;

/** A public key as OpenSSH writes it. */
const PUBLIC_KEY = /^(?:ssh-|ecdsa-|sk-)\S+ AAAA/;

/** Whether what is called so may itself be a secret: an option, a variable, a key of a file. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  if (ABOUT.test(last)) return false;
  if (last === "private") return true;
  return words.some(isSecretWord) && !words.some((word) => PUBLIC.has(word));
}

/** Whether prose, such as a comment, speaks of a secret: it may say it as well. */
export function speaksOfSecret(text: string): boolean {
  return wordsOf(text).some(isSecretWord) || holdsSecret(text);
}

/** Whether a text is a secret, or holds one, by how it looks. */
export function holdsSecret(text: string): boolean {
  if (PUBLIC_KEY.test(text)) return false;
  return SHAPES.some((shape) => shape.test(text)) || hideInText(text, "") !== text;
}

/** A text with `words` in the place of passwords of addresses, and of what is given to a name that may be a secret's. */
export function hideInText(text: string, words: string): string {
  return hideUserinfo(text, words).replace(ASSIGNED, (whole, name: string, sign: string, value: string) =>
    namesSecret(name) && !/^["']?(?:true|false)\b/.test(value) ? `${name}${sign}${words}` : whole,
  );
}

/** A text with `words` in the place of names and passwords of addresses. */
export function hideUserinfo(text: string, words: string): string {
  return text.replace(USERINFO, `$1${words}@`);
}

/** Whether everybody may see a key. */
export function isPublicKey(text: string): boolean {
  return PUBLIC_KEY.test(text);
}

function isSecretWord(word: string): boolean {
  return WORDS.has(word) || INSIDE.test(word) || AT_END.test(word);
}

/** `snmpCommunity2` and `SNMP_COMMUNITY` are the same words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}
