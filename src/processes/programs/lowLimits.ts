/**
 * Returns, as a sentence, which limit of the shell is too low to work with, by the text of `/proc/self/limits`; null
 * where none is. `bin/plateau` asks the same before there is a Node.
 */
export function lowLimit(limits: string): string | null {
  const files = softLimit(limits, 'Max open files');
  if (files !== null && files < minFiles) {
    return `plateau needs at least ${minFiles} open files, and this shell allows ${files}: raise it with \`ulimit -n 1024\`.`;
  }
  const space = softLimit(limits, 'Max address space');
  if (space !== null && space < minSpace) {
    return `plateau needs at least 2 GB of address space, and this shell allows ${Math.floor(space / 1024)} kB: raise it with \`ulimit -v unlimited\`.`;
  }
  return null;
}

const minFiles = 64;
/** Bytes. */
const minSpace = 2_000_000 * 1024;

/** Null for `unlimited`. */
function softLimit(limits: string, name: string): number | null {
  const told = new RegExp(`^${name} +(\\d+)`, 'm').exec(limits)?.[1];
  return told === undefined ? null : Number(told);
}
