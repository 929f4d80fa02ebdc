import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { understood } from '../../../support/trainers/readResults.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../../fixtures/${name}`, import.meta.url), 'utf8');

/** The table as a plain script reads it: split at commas, first row the names. */
function cells(text: string): Record<string, number>[] {
  const [header, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  return rows.map((row) => Object.fromEntries(header!.map((name, index) => [name, Number(row[index])])));
}

describe('results.csv', () => {
  test.each(['ultralytics/8.3.241-curve.results.csv', 'ultralytics/8.3.63-curve.results.csv'])(
    'of Ultralytics yields every epoch and figure: %s',
    (name) => {
      const text = fixture(name);
      const rows = cells(text);
      const { trainer, epochs, evaluations, best, unexplained } = understood(text);
      expect(trainer).toBe('ultralytics');
      expect(unexplained).toBe(0);
      expect(epochs).toMatchObject({ first: 1, last: rows.length, count: rows.length });
      expect(evaluations.map((each) => [each.epoch, each.map50, each.map50_95])).toEqual(
        rows.map((row) => [row['epoch'], row['metrics/mAP50(B)'], row['metrics/mAP50-95(B)']]),
      );
      expect(best!.value).toBe(Math.max(...rows.map((row) => row['metrics/mAP50-95(B)']!)));
    },
  );

  test('of YOLOv5 counts from 0, is padded, and comes out 1-based', () => {
    const text = fixture('yolov5/master-curve.results.csv');
    const rows = cells(text);
    const { trainer, epochs, evaluations } = understood(text);
    expect(trainer).toBe('yolov5');
    expect(epochs).toMatchObject({ first: 1, last: rows.length });
    expect(evaluations.map((each) => each.map50)).toEqual(rows.map((row) => row['metrics/mAP_0.5']));
  });

  const header =
    'epoch,time,train/box_loss,train/cls_loss,metrics/mAP50(B),metrics/mAP50-95(B),val/box_loss,val/cls_loss,lr/pg0';
  const row = (epoch: number, map: number) => `${epoch},${epoch * 10},1,2,${map},${map / 2},3,4,0.01`;

  test('a half-written last row is no row yet', () => {
    const { epochs, evaluations } = understood(`${header}\n${row(1, 0.1)}\n2,20,1,2,0.`);
    expect(epochs).toMatchObject({ last: 1, count: 1 });
    expect(evaluations).toHaveLength(1);
  });

  test('losses are the sum of their parts, time is taken apart into epochs', () => {
    const { run } = understood(`${header}\n${row(1, 0.1)}\n${row(2, 0.2)}\n`);
    expect(run.loss).toEqual({ first: 3, last: 3, min: 3 });
    expect(run.evaluations[1]).toMatchObject({ trainLoss: 3, validationLoss: 7, learningRate: 0.01, elapsed: 20 });
  });

  test('a resumed table goes on where it was taken up: rows that repeat replace', () => {
    const { epochs, evaluations } = understood(
      [header, row(1, 0.1), row(2, 0.2), row(3, 0.3), header, row(2, 0.25), row(3, 0.35), row(4, 0.4)].join('\n'),
    );
    expect(epochs).toMatchObject({ first: 1, last: 4, count: 4 });
    expect(evaluations.map((each) => each.map50)).toEqual([0.1, 0.25, 0.35, 0.4]);
  });

  test('a header with other columns is followed from there on', () => {
    const { evaluations } = understood(
      `${header}\n${row(1, 0.1)}\nepoch,metrics/mAP50(B),metrics/mAP50-95(B)\n2,0.5,0.3\n`,
    );
    expect(evaluations.map((each) => each.map50_95)).toEqual([0.05, 0.3]);
  });

  test('what nobody asks for may be empty, a word or quoted with commas in it, and the row is a row', () => {
    const rows = [
      `,${row(1, 0.1)},`,
      `slow,${row(2, 0.2)},3`,
      `"a, b",${row(3, 0.3)},"say ""hi"""`,
      `4,${row(4, 0.4)},5`,
    ];
    const { evaluations, unexplained } = understood([`note,${header},tag`, ...rows, ''].join('\n'));
    expect(unexplained).toBe(0);
    expect(evaluations.map((each) => each.map50)).toEqual([0.1, 0.2, 0.3, 0.4]);
  });

  test('figures are read to their last digit, in every notation', () => {
    const figures = ['0.000348408', '1.71e-05', '12.1234567890123', '0.12345678901234567', ' .5 ', '"0.25"'];
    const rows = figures.map((figure, index) => row(index + 1, 0.1).replace(/[^,]*$/, figure));
    const { run } = understood([header, ...rows, ''].join('\n'));
    expect(run.evaluations.map((each) => each.learningRate)).toEqual(
      figures.map((figure) => Number(figure.replaceAll('"', ''))),
    );
  });

  test.each(['nan', 'NaN', 'inf', '-inf', 'Infinity'])('%s in a validation loss harms nothing', (word) => {
    const { state, evaluations } = understood(`${header}\n1,10,1,2,0.5,0.3,${word},4,0.01\n${row(2, 0.6)}\n`);
    expect(state).toBe('running');
    expect(evaluations).toHaveLength(2);
  });

  test('nan in two training losses in a row means diverged', () => {
    const { state } = understood(`${header}\n${row(1, 0.1)}\n2,20,nan,2,0.5,0.3,3,4,0.01\n3,30,nan,nan,0,0,3,4,0.01\n`);
    expect(state).toBe('diverged');
  });

  test('a four-digit epoch is an epoch', () => {
    expect(understood(`${header}\n${row(1999, 0.1)}\n${row(2000, 0.2)}\n`).epochs).toMatchObject({ last: 2000 });
  });

  test('an ordinary table with an epoch column is read as what it says, by no trainer that it does not name', () => {
    const { trainer, evaluations } = understood(
      'epoch,train_total,val_total,map50,map5095,lr\n1,5,4,0.6,0.4,0.01\n2,4,3,0.7,0.5,0.01\n',
    );
    expect(trainer).toBe('generic');
    expect(evaluations.map((each) => [each.map50, each.map50_95])).toEqual([
      [0.6, 0.4],
      [0.7, 0.5],
    ]);
  });

  test('a table about something else is not taken for a training', () => {
    expect(understood('name,age\nAda,36\n').trainer).toBe('unknown');
    expect(understood('epoch,price\n1,2\n').trainer).toBe('unknown');
  });
});

test("YOLOv5's table counts from 0, also when a resumed training begins it in a new directory", () => {
  const header = 'epoch,train/box_loss,train/obj_loss,train/cls_loss,metrics/mAP_0.5,metrics/mAP_0.5:0.95\n';
  expect(understood(`${header}30,0.05,0.04,0.01,0.5,0.3\n31,0.05,0.04,0.01,0.6,0.4\n`).epochs).toMatchObject({
    first: 31,
    last: 32,
  });
});

describe('results.txt of YOLOv7', () => {
  const row = (epoch: number, map: number) =>
    `     ${epoch}/299     10.5G   0.05123   0.01234   0.00521   0.06878        45       640    0.6123    0.5871    ${map}    0.3012   0.0480   0.0110   0.0049`;

  test('yields epochs, losses and mAP, with the length of the plan', () => {
    const { trainer, epochs, evaluations, run } = understood(`${row(0, 0.51)}\n${row(1, 0.52)}\n`);
    expect(trainer).toBe('yolov7');
    expect(epochs).toEqual({ first: 1, last: 2, count: 2, total: 300 });
    expect(evaluations.map((each) => each.map50)).toEqual([0.51, 0.52]);
    expect(run.loss!.last).toBe(0.06878);
    expect(run.evaluations[0]!.validationLoss).toBeCloseTo(0.0639, 10);
  });

  test("of Ultralytics' YOLOv3 has an F1 where the others have a mAP50-95", () => {
    const old =
      '     0/272     2.50G      3.14      2.25         0      5.39        17       416       0.4       0.5      0.45     0.444      2.95      1.83         0\n';
    expect(understood(old).run.evaluations).toMatchObject([{ epoch: 1, map50: 0.45, map50To95: null, f1: 0.444 }]);
  });

  test('a training that diverged is read with what is not a number in it', () => {
    const log = `${row(0, 0.51)}\n     1/299     10.5G       nan       nan       inf       nan        45       640         0         0         0         0       nan       nan       nan\n`;
    const { run, evaluations } = understood(log);
    expect(run.epochs?.last).toBe(2);
    expect(run.nonFinite).not.toBeNull();
    expect(evaluations.at(-1)).toMatchObject({ epoch: 2, map50: 0 });
  });

  test('a half-written row is left out', () => {
    expect(understood(`${row(0, 0.51)}\n${row(1, 0.52).slice(0, 90)}`).evaluations).toHaveLength(1);
  });
});

describe('results.txt of YOLOv7 for poses', () => {
  const row = (epoch: number, validation: string) =>
    `   ${epoch}/299     14.2G   0.05461   0.01017         0   0.03715   0.00521    0.1071        26       640     0.736    0.8185     0.493     0.334 ${validation}\n`;

  test.each([
    ['three losses', '   0.04100   0.01200         0', ['box', 'obj', 'cls'], 0.053],
    ['all five', '   0.04100   0.01200         0   0.03000   0.00400', ['box', 'obj', 'cls', 'kpt', 'kptv'], 0.087],
  ] as const)('has its total, its figures and %s of the validation', (_name, validation, parts, sum) => {
    const { run } = understood(row(0, validation) + row(1, validation));
    expect(run.trainer!.name).toBe('yolov7');
    expect(run.plan.epochs).toBe(300);
    expect(run.evaluations).toMatchObject([
      { epoch: 1, precision: 0.736, recall: 0.8185, map50: 0.493, map50To95: 0.334, trainLoss: 0.1071 },
      { epoch: 2, map50: 0.493 },
    ]);
    expect(run.evaluations[0]!.validationLoss).toBeCloseTo(sum, 10);
    expect([...run.series.keys()].filter((name) => name.startsWith('validation/'))).toEqual(
      parts.map((part) => `validation/${part}`),
    );
    expect([...run.series.keys()]).toContain('loss/kptv');
  });
});
