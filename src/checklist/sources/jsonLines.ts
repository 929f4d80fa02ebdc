/**
 * The lines (from 1) in which the elements of an array begin that is a member of a JSON file's outermost object: what
 * JSON.parse does not tell. The text has to be valid JSON.
 */
export function elementLines(text: string, key: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  /** The latest string at depth 1, and whether the array that is open at depth 2 is the wanted one. */
  let name = '';
  let inside = false;
  let expecting = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === newline) {
      line++;
      continue;
    }
    if (code <= space) continue;
    const closes = code === closeBracket || code === closeBrace;
    if (expecting && depth === 2 && inside && !closes && code !== comma) {
      lines.push(line);
      expecting = false;
    }
    if (code === quote) {
      const end = endOfString(text, at);
      if (depth === 1) name = text.slice(at + 1, end);
      at = end;
    } else if (code === openBracket || code === openBrace) {
      depth++;
      if (depth === 2) {
        inside = code === openBracket && name === key;
        expecting = inside;
      }
    } else if (closes) {
      depth--;
      if (depth === 1) inside = false;
    } else if (code === comma && depth === 2) expecting = inside;
  }
  return lines;
}

const newline = 0x0a;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Index of the closing quote of the string that opens at `from`. */
function endOfString(text: string, from: number): number {
  let end = from;
  do {
    end = text.indexOf('"', end + 1);
  } while (end !== -1 && isEscaped(text, end));
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}
