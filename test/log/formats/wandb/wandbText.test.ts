import { describe, expect, test } from 'vitest';
import { createWandbReader } from '../../../../src/log/formats/wandb/wandbText.ts';
import { message, record, wandbFile } from '../../../support/log/wandbFile.ts';

function textOf(records: readonly Buffer[]): { figures: string; console: string } {
  const text = { figures: '', console: '' };
  createWandbReader({
    onFigures: (more) => {
      text.figures += more;
    },
    onConsole: (more) => {
      text.console += more;
    },
  })(wandbFile(records));
  return text;
}

describe('a W&B file as text', () => {
  test('has the plan of the configuration, values by step, and how the run ended', () => {
    const { figures } = textOf([
      record.run('abc123', { epochs: 30, batch_size: 8, model: 'yolo11n' }),
      message([6, message([1, message([1, 'patience'], [16, '5'])])]),
      record.history(1, { 'train/loss': 2.5, loss_nan: Number.NaN, epoch: 0, note: 'none' }),
      record.exit(1),
    ]);
    expect(figures.split('\n')).toEqual([
      'W&B run abc123',
      'param epochs: 30',
      'param batch_size: 8',
      'param patience: 5',
      '1760000001000 0 1 epoch',
      '1760000001000 nan 1 loss_nan',
      '1760000001000 2.5 1 train/loss',
      'status 4',
      '',
    ]);
  });

  test('names nested values with dots, and leaves out histograms, tables and its own names', () => {
    const nested = message([2, message([1, message([2, 'val'], [2, 'mAP50'], [16, '0.5'])], [2, message([1, 7])])]);
    const { figures } = textOf([
      nested,
      record.history(8, {
        box: { iou: 0.25, deep: { er: 1 } },
        weights: { _type: 'histogram', bins: 3 },
        list: [1],
        _runtime: 3,
      }),
    ]);
    expect(figures.split('\n').map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      '0.5 7 val.mAP50',
      '1 8 box.deep.er',
      '0.25 8 box.iou',
      '',
    ]);
  });

  test('takes the step from the values where the record has none: wandb before 0.10', () => {
    const old = message([2, message([1, message([1, '_step'], [16, '4'])], [1, message([1, 'loss'], [16, '1.5'])])]);
    expect(textOf([old]).figures).toMatch(/ 1\.5 4 loss\n$/);
  });

  test('has of the summary what the history never had, by its latest value, before the end', () => {
    const { figures } = textOf([
      record.run('abc123'),
      // wandb-core writes the summary of a row before the row.
      record.summary({ _step: 7, _runtime: 3, 'train/loss': 2.5 }),
      record.history(7, { 'train/loss': 2.5 }),
      record.summary({ 'test/mAP50': 0.25, 'best/epoch': 4, note: 'none' }),
      record.summary({ 'test/mAP50': 0.5 }),
      record.exit(0),
    ]);
    expect(figures.split('\n').slice(1)).toEqual([
      '1760000007000 2.5 7 train/loss',
      'summary 0.5 7 test/mAP50',
      'summary 4 7 best/epoch',
      'status 3',
      '',
    ]);
  });

  test('is the console apart, as it was written', () => {
    expect(textOf([record.console('Epoch 1\r'), record.console('Epoch 2\n')]).console).toBe('Epoch 1\rEpoch 2\n');
  });

  test('says nothing of records that do not matter, or that are damaged inside', () => {
    expect(textOf([message([5, 'files']), message([100, message([1, 3])]), Buffer.from('no record')])).toEqual({
      figures: '',
      console: '',
    });
  });
});
