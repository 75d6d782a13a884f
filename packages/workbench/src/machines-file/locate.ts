import type { Expression, ObjectLiteralExpression, SourceFile, ts } from "ts-morph";

/** A place in a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the place of a path of a cluster's definition, such as `["machines", "node1", "ip"]`. */
export type Locator = (path: readonly (string | number)[]) => Place | undefined;

/**
 * Reads the text of a machines.ts and answers where things in it are written. Follows object literals,
 * lists, calls such as `node({ … })` and constants of the same file; a path that goes on where that ends
 * (a spread, a loop, an import) is placed at the deepest part that was found, and at `undefined` where not
 * even `defineCluster` is. Loads the compiler, which takes a while: for when there is something to say.
 */
export async function createLocator(text: string): Promise<Locator> {
  const { Project, Node } = await import("ts-morph");
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const source: SourceFile = project.createSourceFile("machines.ts", text);

  const argumentOf = (expression: Expression | undefined): Expression | undefined => {
    let current = expression;
    for (let hops = 0; current !== undefined && hops < 20; hops++) {
      if (
        Node.isAsExpression(current) ||
        Node.isSatisfiesExpression(current) ||
        Node.isParenthesizedExpression(current)
      ) {
        current = current.getExpression();
      } else if (Node.isCallExpression(current)) {
        const [first] = current.getArguments();
        current = Node.isExpression(first) ? first : undefined;
      } else if (Node.isIdentifier(current)) {
        current = source.getVariableDeclaration(current.getText())?.getInitializer();
      } else {
        return current;
      }
    }
    return current;
  };

  const property = (object: ObjectLiteralExpression, name: string) =>
    object.getProperties().find((candidate) => {
      if (!Node.isPropertyAssignment(candidate) && !Node.isShorthandPropertyAssignment(candidate))
        return false;
      const node = candidate.getNameNode();
      return (
        (Node.isStringLiteral(node) || Node.isNumericLiteral(node)
          ? String(node.getLiteralValue())
          : node.getText()) === name
      );
    });

  const exported = source.getExportAssignment((assignment) => !assignment.isExportEquals())?.getExpression();
  const place = (node: { getStart(): number }): Place => {
    const { line, column } = source.getLineAndColumnAtPos(node.getStart());
    return { line, column };
  };

  return (path) => {
    if (exported === undefined) return undefined;
    let at: { getStart(): number } = exported;
    let value = argumentOf(exported);
    for (const segment of path) {
      if (Node.isObjectLiteralExpression(value)) {
        const found = property(value, String(segment));
        if (found === undefined) break;
        at = found;
        value = argumentOf(
          Node.isPropertyAssignment(found)
            ? found.getInitializer()
            : Node.isShorthandPropertyAssignment(found)
              ? (found.getNameNode() as Expression<ts.Expression>)
              : undefined,
        );
      } else if (Node.isArrayLiteralExpression(value) && typeof segment === "number") {
        const element: Expression | undefined = value.getElements()[segment];
        if (element === undefined) break;
        at = element;
        value = argumentOf(element);
      } else {
        break;
      }
    }
    return place(at);
  };
}
