import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Circumstances, circumstancesOf } from '../../src/monitor/circumstances.ts';
import { createJudging } from '../../src/monitor/judging.ts';
import { createPreparedReading } from '../../src/monitor/preparedReading.ts';
import { readPlannedLength, writePlannedLength } from '../../src/runs/plannedLength.ts';

/** The figures of forty epochs, of which none says how many there are to be. */
const figures = [
  'epoch,time,train/box_loss,metrics/precision(B),metrics/recall(B),metrics/mAP50(B),metrics/mAP50-95(B)',
  ...Array.from({ length: 40 }, (_, index) => {
    const map = 0.6 * (1 - Math.exp(-(index + 1) / 15));
    return `${index + 1},${(index + 1) * 10},${3 / (index + 1)},0.5,0.5,${map + 0.2},${map}`;
  }),
  '',
].join('\n');

function judged(circumstances: Circumstances) {
  const reading = createPreparedReading(circumstances, {}, null);
  reading.push(Buffer.from(figures), null);
  reading.end();
  const judging = createJudging(circumstances);
  const process = { alive: true, exit: null, pauses: [] };
  return {
    reading,
    verdict: () => judging.verdict(reading, { now: 400, quietSince: null, startedAt: null, process }),
  };
}

describe('the planned length of a log that does not tell it', () => {
  test('is unknown, and the odds are for no planned end, until somebody tells it', () => {
    const circumstances = circumstancesOf(null);
    const { reading, verdict } = judged(circumstances);
    expect(verdict().basis?.isPlanned).toBe(false);
    expect(verdict().todo.join(' ')).toContain('--max-epochs');
    circumstances.length.tell(100);
    expect(verdict().basis).toMatchObject({ isPlanned: true, end: 100 });
    expect(verdict().headline).toMatch(/epoch (?:9\d|8\d|100)$/);
    expect(reading.isLengthTold()).toBe(true);
    circumstances.length.tell(60);
    expect(verdict().factors.find(({ topic }) => topic === 'time left')?.text).toContain('33 % of the plan is left');
  });

  test('is what a budget of epochs says, where there is one', () => {
    const { verdict } = judged(circumstancesOf(null, { settings: { maxEpochs: 100 } }));
    expect(verdict().basis).toMatchObject({ isPlanned: true, end: 100 });
  });

  test('does not end a training that goes on beyond what was told', () => {
    const circumstances = circumstancesOf(null);
    const { verdict } = judged(circumstances);
    circumstances.length.tell(40);
    expect(verdict().words).not.toMatch(/FINISHED|ENDED/);
  });
});

test('it is remembered beside the log of a run, and a damaged file counts as none', () => {
  const directory = mkdtempSync(join(tmpdir(), 'told-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const run = { log: join(directory, 'output.log') };
  expect(readPlannedLength(run)).toBeNull();
  writePlannedLength(run, 300);
  expect(readPlannedLength(run)).toBe(300);
  writePlannedLength(run, -1);
  expect(readPlannedLength(run)).toBeNull();
});
