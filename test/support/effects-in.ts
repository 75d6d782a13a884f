import { ts } from "ts-morph";

/**
 * What a pure source file may import, and what of it: types are free, and so is what lies in the same room.
 * `"*"` stands for a module that does nothing but compute.
 */
const PURE_IMPORTS: { readonly [module: string]: "*" | readonly string[] } = {
  "node:path": ["basename", "dirname", "extname", "isAbsolute", "join", "normalize", "posix", "relative"],
  "node:net": ["BlockList", "isIP", "isIPv4", "isIPv6"],
  "node:util": ["inspect", "isDeepStrictEqual", "promisify", "stripVTControlCharacters"],
  "node:url": ["URL"],
  // What makes keys or numbers is missing here: it is chance.
  "node:crypto": [
    "X509Certificate",
    "KeyObject",
    "createHash",
    "createHmac",
    "createPrivateKey",
    "createPublicKey",
    "sign",
    "verify",
  ],
  "cidr-tools": "*",
  diff: "*",
  "ip-bigint": "*",
  "p-limit": "*",
  // The same seed gives the same numbers.
  "pure-rand/distribution/uniformInt": "*",
  "pure-rand/generator/xoroshiro128plus": "*",
  zod: "*",
  yaml: "*",
  // Names made of names; the other versions are made of clocks and chance.
  uuid: ["v5"],
  "@peculiar/x509": "*",
  // A project in memory: the one that makes types of options is.
  "ts-morph": ["IndentationText", "Project", "StructureKind", "Writers"],
  "zx/core": ["quote"],
  "@quorate/cluster": "*",
  "@quorate/command": ["assignment", "lastLine", "lastLines", "printCommand", "shellLine", "shellWord"],
  "@quorate/files": ["SYSTEM_ERRORS"],
  "@quorate/nix": "*",
  "@quorate/nixos": "*",
  "@quorate/pki": "*",
  "@quorate/rollout": "*",
};

/** Names that every module has, and that lead out of it: the environment, timers, the network, other code. */
const GLOBALS: ReadonlySet<string> = new Set([
  ...[
    "process",
    "console",
    "globalThis",
    "global",
    "performance",
    "crypto",
    "fetch",
    "navigator",
    "WebSocket",
  ],
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "require", "eval", "Function"],
  ...["AbortSignal", "WeakRef", "FinalizationRegistry", "Atomics", "Intl"],
]);

/** What depends on the language that the machine is set to. */
const BY_LANGUAGE = /^(localeCompare|toLocale\w*)$/;

/**
 * What a source file does beside computing: each clock, timer, source of chance, look at the environment and
 * import that leads to one, as `line: what`. Syntax alone is looked at: a name of {@link GLOBALS} counts wherever it
 * stands for a value, also where the file has something else of that name.
 */
export function effectsIn(text: string): readonly string[] {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const add = (node: ts.Node, what: string): void => {
    found.push(`${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      for (const what of effectsOfImport(node)) add(node, what);
      return;
    }
    const what = effectOf(node);
    if (what !== undefined) add(node, what);
    // What stands for a type is gone before anything runs.
    else if (!ts.isTypeNode(node) && !ts.isInterfaceDeclaration(node)) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function effectsOfImport(node: ts.ImportDeclaration | ts.ExportDeclaration): readonly string[] {
  if (node.moduleSpecifier === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return [];
  const module = node.moduleSpecifier.text;
  const clause = ts.isImportDeclaration(node) ? node.importClause : node;
  if (module.startsWith(".") || clause?.isTypeOnly === true) return [];
  const allowed = Object.hasOwn(PURE_IMPORTS, module) ? PURE_IMPORTS[module] : [];
  if (allowed === "*" || allowed === undefined) return [];
  const names = namesOf(node);
  return names
    .filter((name) => !allowed.includes(name))
    .map((name) => (name === "" ? `imports ${module}` : `imports ${name} of ${module}`));
}

/** The names that are taken from a module, types left out; an empty one stands for the module as a whole. */
function namesOf(node: ts.ImportDeclaration | ts.ExportDeclaration): readonly string[] {
  const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
  const bindings = ts.isImportDeclaration(node) ? clause?.namedBindings : node.exportClause;
  const whole = clause?.name !== undefined || bindings === undefined || ts.isNamespaceImport(bindings);
  const elements =
    bindings !== undefined && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings))
      ? bindings.elements
      : [];
  return [
    ...(whole || (bindings !== undefined && ts.isNamespaceExport(bindings)) ? [""] : []),
    ...elements
      .filter((element) => !element.isTypeOnly)
      .map((element) => (element.propertyName ?? element.name).text),
  ];
}

function effectOf(node: ts.Node): string | undefined {
  if (ts.isMetaProperty(node)) return "import.meta";
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return "import()";
  if (ts.isPropertyAccessExpression(node) && BY_LANGUAGE.test(node.name.text)) return node.name.text;
  if (!ts.isIdentifier(node) || isOnlyAName(node)) return undefined;
  if (GLOBALS.has(node.text)) return node.text;
  if (node.text === "Date") return clockOf(node);
  if (node.text === "Math") return chanceOf(node);
  return undefined;
}

/** `new Date(x)`, `Date.UTC` and `Date.parse` compute; everything else tells the time, or may. */
function clockOf(node: ts.Identifier): string | undefined {
  const { parent } = node;
  if (ts.isNewExpression(parent) && (parent.arguments ?? []).length > 0) return undefined;
  if (ts.isPropertyAccessExpression(parent) && ["UTC", "parse"].includes(parent.name.text)) return undefined;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
    return undefined;
  }
  return "Date";
}

function chanceOf(node: ts.Identifier): string | undefined {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.name.text !== "random" ? undefined : "Math.random";
}

/** Whether an identifier names a property, and stands for no value by itself. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node) ||
    (ts.isPropertyDeclaration(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}
