// A token of k3s' is its secret alone, or `K10<hash of an authority>::<user>:<secret>` (pkg/clientaccess/token.go). Here is
// how the secret is taken from it, once for this program and once for the shells of hosts.

/** What of a token is secret, and seals k3s' data; without what may stand around it in a file. */
export function secretOfToken(token: string): string {
  return token.trim().replace(/^K10.*?::.*?:/s, "");
}

/** The same as a function for a host's shell: `secret_of <FILE` prints it, without a line break. */
export const SECRET_OF_TOKEN: string =
  "secret_of() ( t=$(tr -d ' \\n'); case $t in K10*::*:*) t=${t#K10*::*:} ;; esac; printf %s \"$t\" )";
