/** One `[name]` part of a Darknet .cfg file with its `key=value` lines. */
export interface ConfigSection {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Returns the sections of a .cfg file in their order. Lines that start with `#` or `;` are comments, as in Darknet's
 * parser.c.
 */
export function parseSections(text: string): ConfigSection[] {
  const sections: { name: string; values: Map<string, string> }[] = [];
  for (const line of meaningfulLines(text)) {
    if (line.startsWith('[')) sections.push({ name: line.replace(/^\[|\]$/g, ''), values: new Map() });
    else sections.at(-1)?.values.set(...splitAtEqualsSign(line));
  }
  return sections;
}

/** Returns the `key = value` lines of a .data file. */
export function parseValues(text: string): Map<string, string> {
  return new Map(meaningfulLines(text).map(splitAtEqualsSign));
}

/**
 * Returns the number under `key`, or `fallback` where there is none.
 * @throws Error with a sentence for the user where it is missing without a fallback, or is no number.
 */
export function readNumber(values: ReadonlyMap<string, string>, key: string, fallback?: number): number {
  const text = values.get(key);
  if (text === undefined && fallback !== undefined) return fallback;
  return toNumber(readText(values, key), key);
}

/** Returns the numbers between the commas under `key`, none where it is missing. */
export function readNumbers(values: ReadonlyMap<string, string>, key: string): number[] {
  const text = values.get(key);
  if (text === undefined || text === '') return [];
  return text.split(',').map((part) => toNumber(part.trim(), key));
}

/** Returns the text under `key`, or throws an Error with a sentence for the user. */
export function readText(values: ReadonlyMap<string, string>, key: string): string {
  const text = values.get(key);
  if (text === undefined) throw new Error(`The configuration has no "${key}": add a line ${key}=...`);
  return text;
}

function meaningfulLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith(';'));
}

function splitAtEqualsSign(line: string): [key: string, value: string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

function toNumber(text: string, key: string): number {
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) {
    throw new Error(`"${key}" in the configuration is "${text}", which is no number.`);
  }
  return number;
}
