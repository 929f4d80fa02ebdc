import type { Trainer } from '../trainer.ts';
import { familyAfterwards } from './afterwards.ts';
import { createConsole } from '../formats/yoloConsole/console.ts';
import { readDataOption } from '../formats/yoloConsole/dataOption.ts';
import { createDialect } from './dialect.ts';
import type { FamilyName } from './family.ts';
import { yolov5Habits, yolov7Habits, yolov9Habits, yolorHabits } from './habits.ts';
import { recognise } from './recognise.ts';
import { resultsCsv, resultsTxt, yolov7ResultsTxt } from './resultFiles.ts';

/** YOLOv5, from v1 to v7.0 and later (trainers.md 3). */
export const yolov5 = familyTrainer({
  name: 'yolov5',
  title: 'YOLOv5',
  habits: yolov5Habits,
  program: /(?:^|[\\/])yolov5[^\\/]*[\\/](?:segment[\\/])?train\.py$/,
  resultFiles: [resultsCsv('yolov5'), resultsTxt],
});

/** YOLOv7, which calls itself YOLOR in its banner. */
export const yolov7 = familyTrainer({
  name: 'yolov7',
  title: 'YOLOv7',
  habits: yolov7Habits,
  program: /(?:^|[\\/])(?:yolov7[^\\/]*[\\/]train|train_aux)\.py$/,
  resultFiles: [yolov7ResultsTxt],
});

/** YOLOR. */
export const yolor = familyTrainer({
  name: 'yolor',
  title: 'YOLOR',
  habits: yolorHabits,
  program: /(?:^|[\\/])yolor[^\\/]*[\\/]train\.py$/,
  resultFiles: [resultsTxt],
});

/** YOLOv9, which trains with the layout of YOLOv5 v7.0 and Ultralytics' losses. */
export const yolov9 = familyTrainer({
  name: 'yolov9',
  title: 'YOLOv9',
  habits: yolov9Habits,
  program: /(?:^|[\\/])(?:yolov9[^\\/]*[\\/]train|train_dual|train_triple)\.py$/,
  resultFiles: [resultsCsv('yolov9')],
});

interface FamilyMember extends Required<Pick<Trainer, 'title' | 'habits' | 'resultFiles'>> {
  readonly name: FamilyName;
  /** Matches its training script in a command. */
  readonly program: RegExp;
}

function familyTrainer({ name, title, habits, program, resultFiles }: FamilyMember): Trainer {
  return {
    names: [name],
    title,
    recognise: (line) => (recognise(line) === name ? name : null),
    createReader: () => createConsole(createDialect(name)),
    companions: (command) => (command.some((word) => program.test(word)) ? readDataOption(command) : []),
    resultFiles,
    planFiles: ['opt.yaml'],
    habits,
    afterwards: familyAfterwards(name, title, habits.resume),
  };
}
