import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CheckpointRole, RunEvent } from '../../../src/run/events.ts';
import { describeKept } from '../../../src/stopping/kept/describeKept.ts';
import { runOf } from '../../support/run/build.ts';

/** Darknet's weights of so many bytes each, in a directory of their own. */
function weights(sizes: Readonly<Record<string, number>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-kept-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, size] of Object.entries(sizes)) writeFileSync(join(directory, name), Buffer.alloc(size, 1));
  return directory;
}

const saved = (path: string, at: number, role: CheckpointRole): RunEvent => ({ type: 'checkpoint', path, at, role });

test('names the last and the best weights, relative to the working directory of the training', () => {
  const directory = weights({ 'a_last.weights': 420, 'a_best.weights': 420 });
  const run = runOf(saved('a_best.weights', 50, 'best'), saved('a_last.weights', 100, 'last'));
  expect(describeKept(run, directory)).toEqual([
    'kept: a_last.weights, which is whole',
    'kept: a_best.weights, which is whole',
  ]);
});

test('names one that was cut off, and the newest one that is whole', () => {
  const directory = weights({ 'a_last.weights': 40, 'a_100.weights': 420, 'a_200.weights': 420 });
  const run = runOf(
    saved('a_100.weights', 100, 'numbered'),
    saved('a_200.weights', 200, 'numbered'),
    saved('a_last.weights', 250, 'last'),
  );
  expect(describeKept(run, directory)).toEqual([
    'not whole: a_last.weights ends in the middle of a save, and cannot be gone on from',
    'whole is a_200.weights: go on from that',
  ]);
});

test('says nothing of a training that saved nothing, and that a file is not there', () => {
  expect(describeKept(runOf(), '/')).toEqual([]);
  expect(describeKept(runOf(saved('gone_last.weights', 1, 'last')), weights({}))).toEqual([
    'not there: gone_last.weights',
  ]);
});
