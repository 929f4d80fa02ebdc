import { harmless } from '../harmless.ts';

/** HTML or SVG, all texts in it escaped. Made by `markup` only. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text, which is escaped; numbers; other markup; lists of them; null for nothing. */
export type MarkupPart = Markup | string | number | null | readonly MarkupPart[];

/**
 * Makes markup of a template. Text that is put in cannot become markup, whatever it holds, and its control and
 * direction marks are made visible; so it may come from outside. Attributes have to be in double quotes.
 */
export function markup(template: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return { markup: template.map((text, index) => text + textOf(parts[index] ?? null)).join('') };
}

function textOf(part: MarkupPart): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return harmless(part).replaceAll(/["&'<>]/g, (character) => entities[character]!);
  return 'markup' in part ? part.markup : part.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '&': '&amp;',
  "'": '&#39;',
  '<': '&lt;',
  '>': '&gt;',
};
