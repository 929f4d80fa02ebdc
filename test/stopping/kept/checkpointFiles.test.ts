import { expect, test } from 'vitest';
import { isCheckpoint } from '../../../src/stopping/kept/checkpointFiles.ts';

const noNames = { paths: [], suffixes: [] };

test.each([
  'backup/yolo_last.weights',
  '/runs/last.pt',
  '/runs/model_0004999.pth',
  '/runs/epoch=3.ckpt',
  '/runs/model.safetensors',
  '/runs/2.pdparams',
  '/runs/model.h5',
  '/runs/model.keras',
  '/runs/checkpoint.pth.tar',
  '/runs/upload.part',
  '/runs/last.pt.tmp',
  '/runs/model.ckpt.part',
])('%s is a checkpoint by its name', (path) => {
  expect(isCheckpoint(path, noNames)).toBe(true);
});

test.each(['/runs/output.log', '/runs/events.out.tfevents.1', '/runs/results.csv', '/data/images.bin', '/runs/pt'])(
  '%s is none',
  (path) => {
    expect(isCheckpoint(path, noNames)).toBe(false);
  },
);

test('what the log names and what the trainer is known to write are checkpoints, also under a temporary name', () => {
  expect(isCheckpoint('/runs/shapes.backup', { paths: [], suffixes: ['.backup'] })).toBe(true);
  expect(isCheckpoint('/elsewhere/weights-of-mine', { paths: ['/runs/weights-of-mine'], suffixes: [] })).toBe(true);
  expect(isCheckpoint('/runs/weights-of-mine.tmp', { paths: ['/runs/weights-of-mine'], suffixes: [] })).toBe(true);
});
