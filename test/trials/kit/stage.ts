import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { createRandom, type Random } from '../../../src/demo/random.ts';
import { startBystander } from './bystander.ts';
import { databaseProblem } from './database.ts';
import { endAll, type HomeProcess, processesOf } from './homeProcesses.ts';

/** Where one step of a trial takes place: a home of its own, and a count of what was done in it. */
export interface Stage {
  readonly seed: number;
  /** Its number, from 1 on. */
  readonly step: number;
  readonly random: Random;
  /** Holds all that Plateau keeps, and what the trial makes besides. Its XDG variables are set while the step lasts. */
  readonly home: string;
  /** Counts what was done, for the table. */
  readonly did: (what: string, times?: number) => void;
  /** Says what did not hold, and goes on. */
  readonly violation: (sentence: string) => void;
  /** Is done when the step is over, however it went; the last one said is done first. */
  readonly finally: (action: () => void | Promise<void>) => void;
}

/** The stage as the runner holds it. */
export interface OpenStage {
  readonly stage: Stage;
  /** Checks what holds after every step, ends what was started and removes the home. */
  readonly close: () => Promise<void>;
}

const variables = { XDG_STATE_HOME: 'state', XDG_CONFIG_HOME: 'config', XDG_CACHE_HOME: 'cache' };

/** Opens the stage of a step. The numbers it draws depend on nothing but the trial, the seed and the step. */
export function openStage(
  trial: string,
  seed: number,
  step: number,
  { did, violation }: Pick<Stage, 'did' | 'violation'>,
): OpenStage {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-trial-')));
  const before = new Map(Object.keys(variables).map((name) => [name, process.env[name]]));
  for (const [name, folder] of Object.entries(variables)) process.env[name] = join(home, folder);
  const bystander = startBystander(home);
  const actions: (() => void | Promise<void>)[] = [];

  const close = async (): Promise<void> => {
    try {
      for (const action of actions.toReversed()) await action();
      for (const { role, pid, command } of await orphansOf(home)) {
        violation(`${role} ${pid} is left behind: ${command.join(' ').slice(0, 200)}`);
      }
      const signal = bystander.harm();
      if (signal !== null) violation(`a process that has nothing to do with it got ${signal}`);
      const problem = databaseProblem(join(home, 'state'));
      if (problem !== null) violation(`the history is damaged: ${problem}`);
    } finally {
      bystander.close();
      endAll(home);
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
  };

  return {
    stage: {
      seed,
      step,
      random: createRandom(seed, `${trial} ${step}`),
      home,
      did,
      violation,
      finally: (action) => {
        actions.push(action);
      },
    },
    close,
  };
}

/** One of several, each as likely as any other. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(0, items.length - 1)]!;
}

/** Waits until it is so. Throws a sentence when it is not after so many seconds, which a busy machine may need. */
export async function eventually(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = maxWait,
): Promise<void> {
  for (const end = performance.now() + seconds * 1000; !(await isSo()); await delay(lookEvery)) {
    if (performance.now() > end) throw new Error(`after ${seconds} s it was not so that ${what}`);
  }
}

const maxWait = 60;
const lookEvery = 25;

/** What still runs in a home although all has ended, after time enough to go. */
async function orphansOf(home: string): Promise<readonly HomeProcess[]> {
  let left = processesOf(home);
  for (const end = performance.now() + maxWait * 1000; left.length > 0 && performance.now() < end;) {
    await delay(lookEvery);
    left = processesOf(home);
  }
  return left;
}
