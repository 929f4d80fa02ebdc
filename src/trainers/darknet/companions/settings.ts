/** A `key = value` line of a Darknet file. */
export interface Setting {
  readonly key: string;
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

export interface SettingsSection {
  /** Without the brackets; empty before the first one. */
  readonly name: string;
  /** Of the heading, from 1; null before the first one. */
  readonly line: number | null;
  readonly settings: readonly Setting[];
}

/**
 * Reads a .cfg or .data file as Darknet does: blanks count for nothing, `#` and `;` begin a comment at the start of a
 * line (parser.c, option_list.c).
 */
export function readSettings(text: string): readonly SettingsSection[] {
  const sections: { name: string; line: number | null; settings: Setting[] }[] = [
    { name: '', line: null, settings: [] },
  ];
  for (const [index, raw] of text.split(/\r\n|[\n\r]/).entries()) {
    const line = raw.replaceAll(/[ \t\uFEFF]/g, '');
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const section = /^\[(.+?)\]/.exec(line)?.[1];
    if (section !== undefined) {
      sections.push({ name: section, line: index + 1, settings: [] });
      continue;
    }
    const at = line.indexOf('=');
    if (at > 0) sections.at(-1)!.settings.push({ key: line.slice(0, at), value: line.slice(at + 1), line: index + 1 });
  }
  return sections;
}
