import type { CheckReport } from '../../checklist/checkTraining.ts';
import { csvText } from './csvText.ts';
import { placeText } from '../findings.ts';
import { markdownTable } from './markdown.ts';

const heading = ['level', 'check', 'what', 'where', 'todo'];

/** The findings of a check as a table (RFC 4180): a row for each. */
export function findingsCsv({ findings }: CheckReport): string {
  return csvText([
    heading,
    ...findings.map(({ level, check, what, where, todo }) => [level, check, what, placeText(where), todo]),
  ]);
}

/** The findings of a check as GitHub-flavoured Markdown. */
export function findingsMarkdown({ findings }: CheckReport): string {
  if (findings.length === 0) return 'Nothing was found.\n';
  return `${markdownTable([
    ['level', 'what', 'where', 'what to do'],
    ...findings.map(({ level, what, where, todo }) => [level, what, placeText(where), todo]),
  ])}\n`;
}
