import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { createJudging } from '../../src/monitor/judging.ts';
import { createPreparedReading } from '../../src/monitor/preparedReading.ts';
import { anchorClock } from '../../src/processes/bootClock.ts';
import { runClock } from '../../src/runs/runClock.ts';
import { openTimes, readTimes } from '../../src/runs/times.ts';
import { onLinux } from '../support/skipUnless.ts';

/** A machine whose two clocks are the test's. */
function machineOf(wall: number, uptime: number) {
  const clocks = { wall, uptime };
  vi.spyOn(Date, 'now').mockImplementation(() => clocks.wall * 1000);
  vi.spyOn(process.hrtime, 'bigint').mockImplementation(() => BigInt(Math.round(clocks.uptime * 1e9)));
  return {
    passes: (seconds: number) => {
      clocks.wall += seconds;
      clocks.uptime += seconds;
    },
    isSetBy: (seconds: number) => {
      clocks.wall += seconds;
    },
  };
}

/** What happens between two lines of a training: time passes, its clock is set, its keeper is replaced. */
interface Gap {
  readonly passes: number;
  readonly step: number;
  readonly isAdopted: boolean;
}

const head = 'shapes\nLearning Rate: 0.001, Momentum: 0.9, Decay: 0.0005\n';
const line = (at: number) => `${at}: 1.5, 1.5 avg, 0.001 rate, 0.1 seconds, ${at * 64} images\n`;

/** Lets a training be written, kept and judged before and after each of its lines, and returns all that is said. */
function trainedOver(gaps: readonly Gap[], withSteps: boolean) {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-clock-'));
  const machine = machineOf(1_700_000_000, 5000);
  const record = { clock: anchorClock() };
  const startedAt = record.clock.wall;
  const plannedEnd = startedAt + 600;
  let keeper = { clock: runClock(record), times: openTimes(directory, record.clock) };
  const judged: string[] = [];
  let text = head;
  keeper.times.note(0, keeper.clock());
  for (const [index, { passes, step, isAdopted }] of gaps.entries()) {
    machine.passes(passes);
    if (withSteps) machine.isSetBy(step);
    if (isAdopted) keeper = { clock: runClock(record), times: openTimes(directory, record.clock) };
    judged.push(verdictNow());
    keeper.times.note(text.length, keeper.clock());
    text += line(index + 1);
    judged.push(verdictNow());
  }

  function verdictNow(): string {
    const known = { startedAt, clock: runClock(record), process: () => ({ alive: true, exit: null, pauses: [] }) };
    const circumstances = { ...circumstancesOf(null, { settings: { maxTime: 900 } }), ...known };
    const reading = createPreparedReading(circumstances, {}, null);
    const times = readTimes(directory, record.clock);
    for (const [index, { offset, time }] of times.entries()) {
      reading.push(Buffer.from(text.slice(offset, times[index + 1]?.offset)), time);
    }
    const now = circumstances.clock();
    const quietSince = times.at(-1)?.time ?? null;
    const { name, headline } = createJudging(circumstances).verdict(reading, {
      now,
      quietSince,
      startedAt,
      process: circumstances.process(),
    });
    // To the millisecond, as times are written.
    return `${name}: ${headline}; the stop comes in ${(plannedEnd - now).toFixed(2)} s; ${reading.run.elapsed.toFixed(2)}`;
  }

  rmSync(directory, { recursive: true, force: true });
  vi.restoreAllMocks();
  return judged;
}

const gap: fc.Arbitrary<Gap> = fc.record({
  passes: fc.integer({ min: 1, max: 200 }),
  step: fc.oneof(fc.constant(0), fc.integer({ min: -100_000, max: 100_000 })),
  isAdopted: fc.boolean(),
});

describe('the clock of a run', onLinux, () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('makes verdicts and the time of a stop those of a machine whose clock was never set', () => {
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 12 }), (gaps) => {
        expect(trainedOver(gaps, true)).toEqual(trainedOver(gaps, false));
      }),
      { numRuns: 60 },
    );
  });

  test('goes on from the time of its start in every process of the same boot', () => {
    const machine = machineOf(1000, 50);
    const record = { clock: anchorClock() };
    machine.passes(10);
    machine.isSetBy(-500);
    expect([runClock(record)(), runClock(record)()]).toEqual([1010, 1010]);
  });

  test('is that of the process where the run belongs to another boot, or says nothing of its clock', () => {
    const other = { boot: 'another', wall: 5, monotonic: 5 };
    for (const clock of [other, null]) expect(Math.abs(runClock({ clock })() - Date.now() / 1000)).toBeLessThan(3600);
  });
});
