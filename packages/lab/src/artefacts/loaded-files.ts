/** The files that a program loads, by the list of its loader (`ld.so --list`, which is what ldd prints). */
export function loadedFiles(list: string): readonly string[] {
  const paths = list.split("\n").flatMap((line) => {
    const [, path] = /(?:^\s*|=>\s*)(\/\S+)\s+\(0x[0-9a-f]+\)\s*$/.exec(line) ?? [];
    return path === undefined ? [] : [path];
  });
  return [...new Set(paths)].sort();
}
