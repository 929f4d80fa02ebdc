import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/advisor/verdict.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { readRecord } from '../../src/runs/runRecord.ts';
import { readTimes } from '../../src/runs/times.ts';
import { fakeClock } from '../support/keeper/fakeClock.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { needs } from '../support/real/programs.ts';

const room = openRoom();

/** A trainer that tells a loss of each step, and nothing of how long one takes. */
const untimed = `i=0
while :; do i=$((i + 1)); echo "{'loss': 1.5, 'learning_rate': 0.001, 'epoch': $i}"; sleep 0.2; done`;

interface Setting {
  /** Seconds by which the clock is set. */
  readonly step: number;
  readonly killsKeeper: boolean;
  /** Seconds of training. */
  readonly budget: number;
}

/** Lets the clock be set while a training with auto-stop goes on, and returns after how many seconds it is to stop. */
async function secondsToStop({ step, killsKeeper, budget }: Setting): Promise<number> {
  const set = fakeClock(room.directory);
  const begun = performance.now();
  const record = await room.start(untimed, {
    advice: { ...defaultSettings, maxTime: budget },
    plan: { when: 'advice', heeds: 'budget', grace: 0, wait: 5 },
    trainer: 'hf-trainer',
  });
  const directory = dirname(record.log);
  await until(() => readTimes(directory, record.clock).length > 1);
  set(step);
  if (killsKeeper) {
    const keeper = currentKeeper(directory)!;
    process.kill(keeper.pid, 'SIGKILL');
    await until(() => (currentKeeper(directory)?.pid ?? keeper.pid) !== keeper.pid);
  }
  // It saves nothing: a stop waits for that for ever.
  await until(() => readRecord(directory).armed?.stage === 'checkpoint');
  return (performance.now() - begun) / 1000;
}

describe('a clock that is set while a training goes on', needs('faketime'), () => {
  test.each([
    // Only a silence of more than a minute could be taken for a stall.
    ['back by two minutes', { step: -120, killsKeeper: false, budget: 66 }],
    ['back by two minutes, before its keeper is killed', { step: -120, killsKeeper: true, budget: 6 }],
    ['ahead by an hour, before its keeper is killed', { step: 3600, killsKeeper: true, budget: 6 }],
  ])('%s leaves the time of auto-stop as it is', { timeout: 120_000 }, async (_, setting) => {
    expect(await secondsToStop(setting)).toBeGreaterThanOrEqual(setting.budget);
  });
});
