import { hostname } from 'node:os';
import { didYouMean } from '../words/didYouMean.ts';
import { singleLine } from '../words/harmless.ts';
import type { Notice } from './notice.ts';
import type { Noticed, Send } from './sender.ts';

/** What may stand in braces in the text of a notice. */
const fields = ['title', 'run', 'host', 'kind', 'verdict', 'action', 'urgency', 'text', 'report'] as const;
type Field = (typeof fields)[number];

/**
 * Returns why a text is no template, as a clause; null where it is one. `{title}` stands for a part of the notice, `{{`
 * for a brace.
 */
export function templateFault(template: string): string | null {
  for (const [whole, , name] of template.matchAll(parts)) {
    if (name === undefined) {
      if (whole !== '{{' && whole !== '}}') return `a brace that is not doubled or part of a field: ${whole}`;
    } else if (!isField(name)) {
      return `no field {${name}} (there are ${fields.join(', ')})${didYouMean(name, fields, (field) => `{${field}}`)}`;
    }
  }
  return template.trim() === '' ? 'an empty text' : null;
}

/** Writes a notice in the words of a template, on one line. */
export function filledTemplate(template: string, notice: Notice, { id, title }: Noticed): string {
  const { kind, verdict, action, urgency, text, report = '' } = notice;
  const values = { title, run: id ?? '', host: hostname(), kind, verdict, action, urgency, text, report };
  const filled = template.replaceAll(parts, (whole, _, name?: string) =>
    name !== undefined && isField(name) ? values[name] : whole[0]!,
  );
  return singleLine(filled);
}

/** A sender whose notices are in the words of a template. */
export function inWordsOf(template: string, send: Send): Send {
  return async (notice, of, signal) => send({ ...notice, text: filledTemplate(template, notice, of) }, of, signal);
}

/** A doubled brace, a field, or a brace alone. */
const parts = /(\{\{|\}\})|\{(\w+)\}|[{}]/g;

function isField(name: string): name is Field {
  return fields.some((field) => field === name);
}
