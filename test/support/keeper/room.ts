import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { TrainingControl, TrainingExit } from '../../../src/stopping/control.ts';
import { stopNow, type StopOptions } from '../../../src/stopping/stopNow.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { connectControl } from '../../../src/keeper/socket/controlClient.ts';
import { currentKeeper } from '../../../src/runs/keeperLock.ts';
import { startRun, type RunOptions } from '../../../src/keeper/startRun.ts';
import { endTraining } from '../real/endTraining.ts';

/**
 * A state directory of the test's own, the real keeper bundled as it is shipped, and an end to everything a test
 * starts.
 */
export interface Room {
  readonly directory: string;
  readonly program: () => string;
  /** Starts a training; its command may be a shell script. */
  readonly start: (command: string | readonly string[], options?: Partial<RunOptions>) => Promise<RunRecord>;
  readonly connect: (record: RunRecord) => Promise<TrainingControl>;
  /** Stops a training as `plateau stop` does. */
  readonly stop: (record: RunRecord, options: StopOptions) => Promise<TrainingExit | null>;
  /** For what a test started by other means. */
  readonly endLater: (record: RunRecord) => void;
}

export function openRoom(): Room {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-keeper-')));
  const program = join(directory, 'keeper.mjs');
  const started: RunRecord[] = [];
  const controls: TrainingControl[] = [];
  const before = process.env['XDG_STATE_HOME'];

  beforeAll(async () => {
    process.env['XDG_STATE_HOME'] = join(directory, 'state');
    await build({
      entryPoints: ['src/keeper/program.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
  });

  afterEach(({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(started.map(keeperFiles).join(''));
    for (const control of controls.splice(0)) {
      control.close();
    }

    for (const record of started.splice(0)) {
      end(record);
    }
  });

  afterAll(() => {
    process.env['XDG_STATE_HOME'] = before;
    // A keeper that was just killed may have written a file meanwhile.
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });

  return {
    directory,
    program: () => program,
    start: async (command, options = {}) => {
      const record = await startRun({
        command: typeof command === 'string' ? ['sh', '-c', command] : command,
        cwd: directory,
        name: null,
        stdin: null,
        environment: {},
        keeperProgram: program,
        ...options,
      });
      started.push(record);
      return record;
    },
    connect: async (record) => {
      const control = await connectControl(record, { keeperProgram: program, by: 'a test' });
      controls.push(control);
      return control;
    },
    stop: async (record, options) => {
      const control = await connectControl(record, { keeperProgram: program, by: 'a test' });
      try {
        return await stopNow(control, options);
      } finally {
        control.close();
      }
    },
    endLater: (record) => {
      started.push(record);
    },
  };
}

/** Waits for something to become true, as long as the test may last. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) {
    await delay(20);
  }
}

/** What the keeper of a run has written, for a test that failed: its directory is removed. */
function keeperFiles({ log }: RunRecord): string {
  const directory = dirname(log);
  return ['run.json', 'events.log', 'keeper.log', 'output.log']
    .map((name) => join(directory, name))
    .filter((path) => existsSync(path))
    .map((path) => `--- ${path}\n${readFileSync(path, 'utf8').slice(-4000)}\n`)
    .join('');
}

function end(record: RunRecord): void {
  const directory = join(record.log, '..');
  endTraining({ training: record.training, keeper: existsSync(directory) ? currentKeeper(directory) : null });
}
