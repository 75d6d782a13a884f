import { fileOfAuthorities, fileOfRegistry, REGISTRY_LOGINS } from "@quorate/cluster";
import type { CertificatePlan } from "../plan/plan.ts";
import { type PkiProblem, placeOf, problem } from "../problem-kind.ts";
import { foundContent, type Work } from "./contents.ts";
import { addKeyRow } from "./keys.ts";

/** With what a node logs in to a registry, as k3s has it in registries.yaml. */
type Login = { readonly username: string; readonly password: string } | { readonly identity_token: string };

/** Where they are, in a folder of genCerts': the first copy of what hosts get. */
export const LOGINS_PATH: string = fileOfAuthorities(REGISTRY_LOGINS);

/** Puts together what nodes log in with, from a file of somebody's for each registry. */
export function makeRegistryLogins(work: Work, _: boolean, plan: CertificatePlan): void {
  const made = registryLogins(plan, (path) => foundContent(work, path));
  if (!Buffer.isBuffer(made)) {
    work.problems.push(...made);
    return;
  }
  const before = foundContent(work, LOGINS_PATH);
  const status = before === undefined ? "new" : before.equals(made) ? "kept" : "rewritten";
  work.files.set(LOGINS_PATH, made);
  addKeyRow(work, "k3s-registries", LOGINS_PATH, status);
}

/**
 * The part of k3s' registries.yaml that says what nodes log in with, in one line behind its key, so that the rest of that
 * file can stand before it; or what is wrong with the files that it is made of. `read` gives one by its path.
 */
export function registryLogins(
  { logins }: Pick<CertificatePlan, "logins">,
  read: (path: string) => Buffer | undefined,
): Buffer | readonly PkiProblem[] {
  const problems: PkiProblem[] = [];
  const configs: { [host: string]: { readonly auth: Login } } = {};
  for (const registry of logins) {
    const path = fileOfRegistry(registry);
    const text = read(path)?.toString("utf8");
    const login = text === undefined ? undefined : readLogin(text);
    if (text === undefined) {
      const message = `what nodes log in to ${registry} with is not here, and machines.ts names it in logins`;
      problems.push(problem("registry-login-missing", placeOf(path), message, howToMake(path)));
    } else if (login === undefined) {
      const message =
        "this is nothing to log in with: its lines are `username: …` and `password: …`, or `token: …` alone";
      problems.push(problem("registry-login-broken", placeOf(path), message, howToMake(path)));
    } else {
      for (const host of hostsOf(registry)) configs[host] = { auth: login };
    }
  }
  // What is JSON is YAML, and nothing of it ends the line.
  return problems.length > 0 ? problems : Buffer.from(`configs: ${JSON.stringify(configs)}\n`);
}

/** The host that images have in their names, and, for Docker's own, the one that it is asked at. */
function hostsOf(registry: string): readonly string[] {
  return registry === "docker.io" ? [registry, "registry-1.docker.io"] : [registry];
}

/** Words of shell that put the file there, without the password in a history, or on a command line. */
function howToMake(path: string): string {
  return `Write it in an editor, or, in the certificates' folder: (umask 077; mkdir -p registries; read -r -p 'user: ' u; read -r -s -p 'password: ' p; printf 'username: %s\\npassword: %s\\n' "$u" "$p" >${path}), in bash. Then run \`quorate genCerts\` again`;
}

/** Reads `name: value` a line; comments begin with `#`. */
function readLogin(text: string): Login | undefined {
  const values = new Map<string, string>();
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name = "", value = ""] = /^(username|password|token):\s*(\S.*)$/.exec(line) ?? [];
    if (name === "" || values.has(name) || /\p{Cc}/u.test(value)) return undefined;
    values.set(name, value);
  }
  const [username, password, token] = ["username", "password", "token"].map((name) => values.get(name));
  if (token !== undefined) return values.size === 1 ? { identity_token: token } : undefined;
  return username === undefined || password === undefined ? undefined : { username, password };
}
