import { createConsole } from '../formats/yoloConsole/console.ts';
import { tableGrammar } from '../formats/results/tableFile.ts';
import { readDataOption } from '../formats/yoloConsole/dataOption.ts';
import type { Trainer } from '../trainer.ts';
import { afterwards } from './afterwards.ts';
import { dialect } from './dialect.ts';
import { habits } from './habits.ts';
import { recognise } from './recognise.ts';

/**
 * Ultralytics YOLO, 8.0 and later: YOLOv8, 9, 10, 11, 12, 26, RT-DETR and what else the package trains (trainers.md 2).
 */
export const ultralytics: Trainer = {
  names: ['ultralytics'],
  title: 'Ultralytics YOLO',
  recognise: (line) => (recognise(line) ? 'ultralytics' : null),
  createReader: () => createConsole(dialect),
  companions: (command) => {
    const isMine = command.some((word) => /(?:^|[\\/])(?:yolo|ultralytics)$/.test(word));
    return isMine ? readDataOption(command) : [];
  },
  resultFiles: [
    {
      name: 'results.csv',
      patterns: ['results.csv'],
      grammar: tableGrammar(
        'ultralytics',
        (header) => /\((?:B|M|P)\)|accuracy_top1/.test(header) && !header.includes('mAP_0.5'),
      ),
    },
  ],
  planFiles: ['args.yaml'],
  habits,
  afterwards,
};
