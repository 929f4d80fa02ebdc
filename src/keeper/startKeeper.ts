import { closeSync, openSync, readFileSync } from 'node:fs';
import { asDescriptor } from '../processes/asDescriptor.ts';
import { ownProgram } from '../processes/programs/ownProgram.ts';
import { firstLine } from './firstLine.ts';
import type { KeeperReport } from './keeperReport.ts';
import { filesIn } from '../runs/runDirectory.ts';
import type { TrainerStart } from '../runs/queue/startFile.ts';
import { trainerEnvironment } from './trainer/trainerEnvironment.ts';

/**
 * Starts a keeper for a run's directory as a process of its own, with no terminal, in no working directory that could
 * be unmounted, and waits for its report. With a training it starts that, without one it adopts what runs. Throws a
 * sentence when it dies or says nothing in time.
 */
export async function startKeeper(
  directory: string,
  program: string,
  start: TrainerStart | null,
): Promise<KeeperReport> {
  const { keeper } = await spawnKeeper(directory, program, start);
  try {
    const report: KeeperReport = JSON.parse(await firstLine(keeper.stdout));
    return report;
  } catch (error) {
    throw new Error(`The keeper of this training could not start: ${lastComplaint(directory)}`, { cause: error });
  } finally {
    keeper.nodeChildProcess.unref();
  }
}

/** Starts a keeper that adopts what runs, and does not wait for what it reports. */
export async function sendKeeper(directory: string, program: string): Promise<void> {
  const { keeper } = await spawnKeeper(directory, program, null);
  keeper.stdout.destroy();
  keeper.nodeChildProcess.unref();
}

/** In an object, since the process itself is a promise of its end. */
async function spawnKeeper(directory: string, program: string, start: TrainerStart | null) {
  // A dashboard needs it only where a keeper has died, and its first frame is not to wait for it.
  const { execa } = await import('execa');
  const complaints = openSync(filesIn(directory).keeperLog, 'a', 0o600);
  const keeper = execa(process.execPath, [program, start === null ? 'adopt' : 'start', directory], {
    cwd: '/',
    env: trainerEnvironment(process.env, {}),
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdio: [start === null ? 'ignore' : 'pipe', 'pipe', asDescriptor(complaints)],
    ...(start === null ? {} : { input: JSON.stringify(start) }),
  });
  closeSync(complaints);
  return { keeper };
}

/** The first argument with which `process.execPath` runs a keeper. */
export function keeperProgram(): string {
  return ownProgram('keeper', './program.ts', import.meta.url);
}

function lastComplaint(directory: string): string {
  try {
    const text = readFileSync(filesIn(directory).keeperLog, 'utf8').trim();
    // A stack trace quotes the line of source first, and earlier keepers may have complained, too.
    return text === ''
      ? 'it ended without a word.'
      : (text.split('\n').findLast((line) => /^\w*Error\b/.test(line)) ?? text);
  } catch {
    return 'it ended without a word.';
  }
}
