import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Trainer } from '../src/trainers/trainer.ts';
import { trainers } from '../src/trainers/index.ts';

/**
 * What `docs/stopping.md` says of each trainer, from what the program itself says: run this script after a trainer's
 * habits have changed.
 */
export function stoppingTable(known: readonly Trainer[] = trainers): string {
  const sections = new Map<string, string>();
  for (const { title, habits } of known) {
    if (!sections.has(title)) {
      sections.set(
        title,
        [
          `### ${title}`,
          '',
          '| | |',
          '| --- | --- |',
          row('saves', habits.saves),
          row('`--now` (SIGINT)', habits.interrupt),
          row('then SIGTERM', habits.terminate),
          row(
            '`--after-checkpoint` waits',
            `${waits[habits.savedWhen ?? 'next-step']}${habits.interruptSpoils === true ? '; then it begins with SIGTERM, since SIGINT would spoil that file' : ''}`,
          ),
          row('because', habits.safeMoment),
          row('to go on', habits.resume),
          row('its own early stopping', habits.earlyStopping),
        ].join('\n'),
      );
    }
  }

  return [...sections.values()].join('\n\n');
}

/** The page with its table as it should be. Throws when the marks around the table are missing. */
export function withTable(page: string, table: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`docs/stopping.md has lost the lines ${begin} and ${end}, between which its table belongs.`);
  }

  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}

const begin = '<!-- trainers: written by tools/stoppingTable.ts -->';
const end = '<!-- end of trainers -->';

const waits: Readonly<Record<'reported' | 'next-step' | 'evaluated', string>> = {
  reported: 'until the next save is seen, which is when the next epoch has begun',
  'next-step': 'for the next save that is announced, and then for the first step after it',
  evaluated: 'for the next evaluation, before which it saves without a word',
};

function row(label: string, text: string): string {
  return `| ${label} | ${text.replaceAll('|', '\\|')} |`;
}

const page = new URL('../docs/stopping.md', import.meta.url);
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), stoppingTable()));
}
