/** How many files, in words. */
export function countOfFiles(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
