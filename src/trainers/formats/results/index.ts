import { cellsOf } from '../../../log/formats/commaSeparated.ts';
import type { Line } from '../../../log/lines/line.ts';
import type { Trainer } from '../../trainer.ts';
import { ultralytics } from '../../ultralytics/ultralytics.ts';
import { yolov5, yolov9 } from '../../yolov5/yolov5.ts';
import { columnsOf } from './columns.ts';
import { jsonRecords } from './jsonRecords.ts';
import { createResultsTableReader } from './resultsTable.ts';
import { resultsText } from '../../yolov5/resultsText.ts';
import { trainerState } from '../../hfTrainer/trainerState.ts';
import { unknownHabits } from '../../kit/unknownHabits.ts';

/** The structured files that trainers write beside their log, each known as its trainer's by its header, its keys or its layout. */
export const resultsFiles: readonly Trainer[] = [
  ...jsonRecords,
  resultsText,
  trainerState,
  tableOf(ultralytics, (header) => /\((?:B|M|P)\)|accuracy_top1/.test(header) && !header.includes('mAP_0.5')),
  tableOf(yolov9, (header) => header.includes('metrics/mAP_0.5') && header.includes('dfl_loss')),
  tableOf(yolov5, (header) => header.includes('metrics/mAP_0.5')),
  {
    names: ['generic'],
    title: 'a results table',
    recognise: (line) => (headerOf(line) === null ? null : 'generic'),
    createReader: () => createResultsTableReader(),
    companions: () => [],
    habits: {
      ...unknownHabits,
      counts: 'epochs',
      saves: 'at times that are not known: the table does not say which program writes it',
    },
  },
];

function tableOf(program: Trainer, isIts: (header: string) => boolean): Trainer {
  return {
    ...program,
    recognise: (line) => {
      const header = headerOf(line);
      return header !== null && isIts(header) ? program.names[0] : null;
    },
    createReader: () => createResultsTableReader(program.habits.countsFrom === 0 ? 0 : null),
    companions: () => [],
  };
}

/** The line as text when it is the header of a results table. It is asked of every line until a trainer is known, so most are sent off early. */
function headerOf(line: Line): string | null {
  if (line.end - line.start > longestHeader || !line.bytes.subarray(line.start, line.end).includes(comma)) return null;
  const text = line.text();
  return /(?:^|,)\s*"?epoch"?\s*(?:,|$)/i.test(text) && columnsOf(cellsOf(text)) !== null ? text : null;
}

const comma = 0x2c;
const longestHeader = 8192;
