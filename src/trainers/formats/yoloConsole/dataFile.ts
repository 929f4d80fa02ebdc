import { unquoted } from './settings.ts';

/**
 * Class names in a `data.yaml` as these trainers read it: `names: [a, b]`, a list of `- a`, or a map of `0: a`. Null
 * when it names none.
 */
export function readDataFile(text: string): readonly string[] | null {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, ''));
  const start = lines.findIndex((line) => /^names\s*:/.test(line));
  if (start === -1) return null;
  const inline = lines[start]!.replace(/^names\s*:\s*/, '').trim();
  const names = inline === '' ? readBlock(lines.slice(start + 1)) : readInline([inline, ...lines.slice(start + 1)]);
  return names.length === 0 ? null : names;
}

function readBlock(lines: readonly string[]): string[] {
  const names: string[] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    const match = /^\s*-\s+(.+?)\s*$/.exec(line) ?? /^\s+(?:\d+|'\d+'|"\d+")\s*:\s*(.+?)\s*$/.exec(line);
    if (match === null) break;
    names.push(unquoted(match[1]!));
  }
  return names;
}

/** A flow list or map may go over several lines, to its closing bracket. */
function readInline(lines: readonly string[]): string[] {
  const whole = lines.join(' ');
  const match = /^\[([^\]]*)\]/.exec(whole) ?? /^\{([^}]*)\}/.exec(whole);
  if (match === null) return [];
  const items = match[1]!.matchAll(/(?:^|,)\s*(?:['"]?\d+['"]?\s*:\s*)?('(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^,'"]+)/g);
  return Array.from(items, (item) => unquoted(item[1]!.trim())).filter((name) => name !== '');
}
