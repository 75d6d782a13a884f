/** `document` with what stands between `<!-- name -->` and `<!-- end of name -->` replaced. Throws where it has no such place. */
export function withMarkedPart(document: string, name: string, part: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the document has no place for ${name}`);
  return `${document.slice(0, from + start.length)}\n${part}\n${document.slice(to)}`;
}
