import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import { readRecord } from '../../src/runs/runRecord.ts';
import { listRuns, openRun } from '../../src/runs/runs.ts';
import { openRoom, until } from '../support/keeper/room.ts';

/** PLATEAU_SOAK=200 kills as often as the project promises to survive; the usual run of the tests is a short one. */
const kills = Number(process.env['PLATEAU_SOAK'] ?? 12);
const seed = Number(process.env['PLATEAU_SEED'] ?? 1);
const room = openRoom();
const watchers: ChildProcess[] = [];

/** A trainer that writes a numbered line every few milliseconds. */
const counter = ['node', '-e', "let n = 0; setInterval(() => require('fs').writeSync(1, `line ${++n}\\n`), 4)"];

afterEach(() => {
  for (const watcher of watchers.splice(0)) {
    watcher.kill('SIGKILL');
  }
});

test(
  `after ${kills} random kills of keepers, screens and trainers no line and no run is lost`,
  { timeout: 60_000 + kills * 5000 },
  async () => {
    const random = seeded(seed);
    const runs: RunRecord[] = [];
    const counts = { keeper: 0, screen: 0, trainer: 0 };
    let run = await begin(runs);
    for (let kill = 0; kill < kills; kill += 1) {
      await delay(random() * 250);
      const victim = random() < 0.5 ? 'keeper' : random() < 0.8 ? 'screen' : 'trainer';
      counts[victim] += 1;
      switch (victim) {
        case 'keeper':
          end(currentKeeper(dirname(run.log))?.pid);
          break;
        case 'screen': {
          const [watcher] = watchers.splice(Math.floor(random() * watchers.length), 1);
          watcher?.kill('SIGKILL');
          watchers.push(watch(run));
          break;
        }
        case 'trainer':
          end(run.training?.pid);
          await until(() => openRun(run.id).state === 'ended');
          await until(() => readRecord(dirname(run.log)).armed === null);
          run = await begin(runs);
          break;
      }
    }

    // Whatever was killed, the last training still runs under a keeper that knows what was planned.
    const control = await room.connect(run);
    expect(control.armed()).toMatchObject({ stage: 'checkpoint', by: 'a test' });
    expect(openRun(run.id).state).toBe('running');
    await control.signal('SIGINT');
    await until(() => openRun(run.id).state === 'ended');

    const listed = listRuns();
    expect(listed.problems).toEqual([]);
    expect(listed.runs.map(({ id }) => id).toSorted()).toEqual(runs.map(({ id }) => id).toSorted());
    for (const { log } of runs) {
      const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(0);
      expect(lines).toEqual(lines.map((_line, index) => `line ${index + 1}`));
    }

    expect(counts.keeper + counts.screen + counts.trainer).toBe(kills);
  },
);

async function begin(runs: RunRecord[]): Promise<RunRecord> {
  const run = await room.start(counter, { name: `soak-${runs.length}` });
  runs.push(run);
  const control = await room.connect(run);
  await control.arm({ when: 'checkpoint' });
  control.close();
  for (const watcher of watchers.splice(0)) {
    watcher.kill('SIGKILL');
  }

  watchers.push(watch(run), watch(run));
  await until(() => readFileSync(run.log, 'utf8').length > 0);
  return run;
}

function watch(run: RunRecord): ChildProcess {
  return spawn(process.execPath, [resolve('test/support/keeper/watcher.ts'), room.program(), run.id], {
    stdio: 'ignore',
  });
}

/** There may be no keeper at this moment: its successor is on its way. */
function end(pid: number | undefined): void {
  if (pid !== undefined) {
    process.kill(pid, 'SIGKILL');
  }
}

/** Park and Miller's generator: the same kills every time. */
function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
