/**
 * Text of unknown origin on one line, with all that a terminal would act upon made visible: control characters (C0 and
 * C1), line separators, lone surrogates and invisible format characters, among them those that turn the direction of
 * writing (Trojan Source, CVE-2021-42574). An escape becomes `\x1b`, a line break `\n`, a tab a space. What joins the
 * letters of a script (U+200C, U+200D) stays. Harmless text comes out as it is.
 */
export function harmless(text: string): string {
  return plain.test(text) ? text : text.replaceAll(acted, visible);
}

/** The same without blanks around it, and at most 1024 characters: a name, a command line. */
export function singleLine(text: string): string {
  return harmless(text.trim()).slice(0, 1024).toWellFormed();
}

/** Lines of text of unknown origin as one text: no line can become two. */
export function harmlessLines(lines: readonly string[]): string {
  return lines.map(harmless).join('\n');
}

/**
 * A value as JSON on one line, which a terminal can show: what it would act upon is escaped, so that it means the same.
 */
export function harmlessJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(acted, (character) =>
    Array.from({ length: character.length }, (_, unit) => hex(character.charCodeAt(unit), 4, '\\u')).join(''),
  );
}

const plain = /^[\x20-\x7e]*$/;
const acted = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\u200c\u200d]]/gv;

function visible(character: string): string {
  if (character === '\t') return ' ';
  if (character === '\n') return String.raw`\n`;
  if (character === '\r') return String.raw`\r`;
  const code = character.codePointAt(0)!;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  return code > 0xff ? hex(code, 4, '\\u') : hex(code, 2, '\\x');
}

function hex(code: number, digits: number, begin: string): string {
  return `${begin}${code.toString(16).padStart(digits, '0')}`;
}
