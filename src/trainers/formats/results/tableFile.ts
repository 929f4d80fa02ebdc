import { cellsOf } from '../../../log/formats/commaSeparated.ts';
import type { Line } from '../../../log/lines/line.ts';
import type { FileGrammar, Trainer } from '../../trainer.ts';
import { unknownHabits } from '../../kit/habits.ts';
import { columnsOf } from './columns.ts';
import { createResultsTableReader } from './resultsTable.ts';

/**
 * The results table of a trainer, which is known by its header. `countsFrom` is what it calls its first epoch; null:
 * its first row shows.
 */
export function tableGrammar(
  trainer: string,
  isOwn: (header: string) => boolean,
  countsFrom: 0 | 1 | null = null,
): FileGrammar {
  return {
    trainer,
    recognise: (line) => {
      const header = headerOf(line);
      return header !== null && isOwn(header);
    },
    createReader: () => createResultsTableReader(countsFrom),
  };
}

/** A results table that is known to be no trainer's. */
export const resultsTable: Trainer = {
  names: ['generic'],
  title: 'a results table',
  recognise: (line) => (headerOf(line) === null ? null : 'generic'),
  createReader: () => createResultsTableReader(),
  habits: {
    ...unknownHabits,
    counts: 'epochs',
    saves: 'at times that are not known: the table does not say which program writes it',
  },
};

/**
 * The line as text when it is the header of a results table. Every line until a trainer is known is asked, so most are
 * ruled out early.
 */
function headerOf(line: Line): string | null {
  if (line.end - line.start > maxHeader || !line.bytes.subarray(line.start, line.end).includes(comma)) return null;
  const text = line.text();
  return /(?:^|,)\s*"?epoch"?\s*(?:,|$)/i.test(text) && columnsOf(cellsOf(text)) !== null ? text : null;
}

const comma = 0x2c;
/** Bytes. */
const maxHeader = 8192;
