import { expect, test } from 'vitest';
import { ultralytics } from '../../../src/trainers/ultralytics/ultralytics.ts';
import { yolor, yolov5, yolov7, yolov9 } from '../../../src/trainers/yolov5/yolov5.ts';
import { yolov6 } from '../../../src/trainers/yolov6.ts';
import { yolox } from '../../../src/trainers/yolox/yolox.ts';
import { eachLine, fixture, runOf } from '../../support/trainers/readText.ts';

const mine = [ultralytics, yolov5, yolov7, yolov9, yolor, yolov6, yolox];
const logs = fixture('index.tsv')
  .toString()
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t'))
  .filter(([path]) => path!.endsWith('.log'))
  .map(([path, name]) => ({ path: path!, name: name! }));

const isMine = (name: string): boolean => mine.some(({ names }) => (names as readonly string[]).includes(name));

test.each(logs)('$path is claimed by its own trainer of this family and by no other', ({ path, name }) => {
  const claims = new Set<string>();
  eachLine(fixture(path), (line) => {
    for (const trainer of mine) {
      const claim = trainer.recognise(line);
      if (claim !== null) claims.add(claim);
    }
  });
  // YOLOR's header is that of YOLOv5 v4, some have its banner; their settings, which come before, tell them apart.
  const borrows = name === 'yolor' || fixture(path).includes('\nYOLOv5 🚀');
  if (borrows && name !== 'yolov5') claims.delete('yolov5');
  // Nothing but tables, which only several lines show.
  if (path === 'ultralytics/cut-at-80-columns.log') claims.add(name);
  expect([...claims]).toEqual(isMine(name) ? [name] : []);
});

test.each(logs.filter(({ name }) => isMine(name)))('$path is read as $name', ({ path, name }) => {
  expect(runOf(fixture(path)).trainer!.name).toBe(name);
});

test.each([
  'Ultralytics is a company that makes YOLO',
  'Successfully installed ultralytics-8.3.74 ultralytics-thop-2.0.14',
  'Requirement already satisfied: ultralytics in /usr/lib/python3/dist-packages (8.3.74)',
  'YOLOv5 is great, see https://github.com/ultralytics/yolov5',
  'Cloning into YOLO ...',
  'Epoch 1/50',
  'Epoch: [0]  [  0/60]  eta: 0:01:18  lr: 0.000090  loss: 4.5512 (4.5512)',
  'Namespace(lr=0.0001, batch_size=2, epochs=300)',
  'train_loss: weights=3 hyp=2',
  'pip install yolox.core',
])('%s is nobody of them', (text) => {
  eachLine(text, (line) => {
    for (const trainer of mine) expect(trainer.recognise(line)).toBeNull();
  });
});
