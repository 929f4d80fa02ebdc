import { numberOf } from '../../kit/numbers.ts';

/** The settings that a trainer prints on one line, by name, as printed. */
export type Settings = ReadonlyMap<string, string>;

/**
 * Reads `epochs=300, patience=100, data=my data.yaml, freeze=[0, 1]`. A comma ends a value unless it is in brackets or
 * quotes, or what follows is no `name=`: paths may have commas in them. Quotes around a value go. A value that runs to
 * the end of a line could have been cut: such a number is left out.
 */
export function readSettings(text: string): Settings {
  const settings = new Map<string, string>();
  const starts = startsOf(text);
  for (const [place, match] of starts.entries()) {
    const next = starts[place + 1];
    const end = next?.index ?? text.length;
    const value = text.slice(match.index + match[0].length, end).trim();
    if (next !== undefined || numberOf(value) === null) settings.set(match[1]!, unquoted(value));
  }
  return settings;
}

/** A number among the settings; null when it is not there, or `None`. */
export function numberSetting(settings: Settings, name: string): number | null {
  const text = settings.get(name);
  const value = text === undefined ? null : numberOf(text);
  return value !== null && Number.isFinite(value) ? value : null;
}

/** A switch among the settings; null when it is not there. */
export function switchSetting(settings: Settings, name: string): boolean | null {
  const text = settings.get(name);
  return text === 'True' ? true : text === 'False' ? false : null;
}

/** Where settings begin that are in no bracket. */
function startsOf(text: string): RegExpExecArray[] {
  let depth = 0;
  let position = 0;
  return [...text.matchAll(/(?:^|[,(]\s*)([A-Za-z_]\w*)=/g)].filter(({ index }) => {
    for (; position < index; position++) {
      const letter = text.charCodeAt(position);
      if (letter === 0x5b || letter === 0x7b) depth++;
      else if ((letter === 0x5d || letter === 0x7d) && depth > 0) depth--;
    }
    return depth === 0;
  });
}

/** The text without the quotes around it, where it has any. */
export function unquoted(text: string): string {
  return /^(['"]).*\1$/.test(text) ? text.slice(1, -1) : text;
}
