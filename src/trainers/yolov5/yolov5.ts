import type { Trainer } from '../trainer.ts';
import { createConsole } from '../formats/yoloConsole/console.ts';
import { readDataOption } from '../formats/yoloConsole/dataOption.ts';
import { createDialect } from './dialect.ts';
import type { FamilyName } from './family.ts';
import { yolov5Habits, yolov7Habits, yolov9Habits, yolorHabits } from './habits.ts';
import { recognise } from './recognise.ts';

/** YOLOv5, from v1 to v7.0 and later (trainers.md 3). */
export const yolov5 = relative(
  'yolov5',
  'YOLOv5',
  yolov5Habits,
  /(?:^|[\\/])yolov5[^\\/]*[\\/](?:segment[\\/])?train\.py$/,
);

/** YOLOv7, which calls itself YOLOR in its banner. */
export const yolov7 = relative(
  'yolov7',
  'YOLOv7',
  yolov7Habits,
  /(?:^|[\\/])(?:yolov7[^\\/]*[\\/]train|train_aux)\.py$/,
);

/** YOLOR. */
export const yolor = relative('yolor', 'YOLOR', yolorHabits, /(?:^|[\\/])yolor[^\\/]*[\\/]train\.py$/);

/** YOLOv9, which trains with the layout of YOLOv5 v7.0 and Ultralytics' losses. */
export const yolov9 = relative(
  'yolov9',
  'YOLOv9',
  yolov9Habits,
  /(?:^|[\\/])(?:yolov9[^\\/]*[\\/]train|train_dual|train_triple)\.py$/,
);

function relative(name: FamilyName, title: string, habits: Trainer['habits'], program: RegExp): Trainer {
  return {
    names: [name],
    title,
    recognise: (line) => (recognise(line) === name ? name : null),
    createReader: () => createConsole(createDialect(name)),
    companions: (command) => (command.some((word) => program.test(word)) ? readDataOption(command) : []),
    habits,
  };
}
