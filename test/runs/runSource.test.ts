import { writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import { readSource } from '../../src/monitor/readSource.ts';
import { replayTraining } from '../../src/monitor/replayTraining.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { readRecord, type RunRecord } from '../../src/runs/runRecord.ts';
import { runSource } from '../../src/runs/runSource.ts';
import { keptRun } from '../support/cli/kept.ts';
import { freshHome } from '../support/real/plateau.ts';

/** What AlexeyAB's Darknet prints from one iteration to another, with an evaluation every ten. */
function darknet(from: number, to: number, map: (iteration: number) => number): string {
  const lines: string[] = [];
  for (let at = from; at <= to; at += 1) {
    lines.push(
      ` ${at}: 2.000000, ${(3 - at / 100).toFixed(6)} avg loss, 0.001000 rate, 1.000000 seconds, ${at * 64} images, 0.1 hours left`,
    );
    if (at % 10 === 0)
      lines.push(
        ' calculation mAP (mean average precision)...',
        ` mean average precision (mAP@0.50) = ${map(at).toFixed(6)}, or ${(map(at) * 100).toFixed(2)} % `,
      );
  }
  return `${lines.join('\n')}\n`;
}

/** One training in two runs: stopped at 47 in the middle of a line, and gone on from the save of 40. */
let second: RunRecord;

beforeEach(() => {
  const { environment } = freshHome();
  vi.stubEnv('XDG_STATE_HOME', environment['XDG_STATE_HOME']);
  const settings = { startedAt: 1000, exit: { code: null, signal: 'SIGINT', time: 1100 } };
  const first = keptRun(environment, '1-first', settings);
  writeFileSync(first.log, `${darknet(1, 47, (at) => at / 100)} 48: 2.00`);
  const { directory, log } = keptRun(environment, '2-second', {
    startedAt: 9000,
    exit: { code: 0, signal: null, time: 9100 },
    continues: { run: '1-first', file: '/w/a_last.weights', at: 40 },
  });
  writeFileSync(
    log,
    darknet(41, 80, (at) => at / 90),
  );
  second = readRecord(directory);
});

describe('a training in two runs', () => {
  test('reads as one curve, with a mark at the join and each place once', async () => {
    const { run } = (await readSource(runSource(second), circumstancesOf(second))).reading;
    expect(run.evaluations.map(({ iteration, map50 }) => [iteration, Math.round(map50! * 1000)])).toEqual([
      ...[10, 20, 30, 40].map((at) => [at, at * 10]),
      ...[50, 60, 70, 80].map((at) => [at, Math.round((at / 90) * 1000)]),
    ]);
    expect(run.regimes).toEqual([{ at: 41, label: 'resumed' }]);
    expect(run.iterations).toMatchObject({ first: 1, last: 80 });
    // Nothing of the time between the two counts.
    expect(run.elapsed).toBe(47 + 40);
  });

  test('is judged the same while it is followed, read and gone through', async () => {
    const circumstances = circumstancesOf(second);
    const monitor = await openMonitor(runSource(second), circumstances);
    await monitor.readToEnd();
    const { run, verdict } = await replayTraining(runSource(second), circumstances, {});
    expect(monitor.run.evaluations).toEqual(run.evaluations);
    expect(monitor.verdict(monitor.now()).headline).toBe(verdict.headline);
    monitor.close();
  });

  test('tells whoever listens nothing of the first run again', async () => {
    const events: RunEvent[] = [];
    const monitor = await openMonitor(runSource(second), circumstancesOf(second), {
      onEvent: (event) => events.push(event),
    });
    await monitor.readToEnd();
    expect(events.flatMap((event) => (event.type === 'iteration' ? [event.iteration] : [])).at(0)).toBe(41);
    expect(monitor.tail().at(0)).toMatch(/^ 41: /);
    monitor.close();
  });

  test('counts the time of both for a budget, and not what lay between', () => {
    expect(9100 - circumstancesOf(second).startedAt!).toBe(200);
  });

  test('is what is left of it where the first run was removed', async () => {
    const alone = { ...second, continues: { run: '0-gone', file: '/w/a_last.weights', at: 40 } };
    const { run } = (await readSource(runSource(alone), circumstancesOf(alone))).reading;
    expect(run.iterations).toMatchObject({ first: 41, last: 80 });
  });
});
