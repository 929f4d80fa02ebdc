import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { asDescriptor } from '../processes/asDescriptor.ts';
import { ownProgram } from '../processes/programs/ownProgram.ts';
import { startTimeout } from '../runs/runs.ts';
import type { KeeperReport } from './keeperReport.ts';
import { filesIn } from '../runs/runDirectory.ts';
import type { TrainerStart } from './spawnTrainer.ts';
import { trainerEnvironment } from './trainerEnvironment.ts';

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
  try {
    const report: KeeperReport = JSON.parse(await firstLine(keeper.stdout));
    return report;
  } catch (error) {
    throw new Error(`The keeper of this training could not start: ${lastComplaint(directory)}`, { cause: error });
  } finally {
    keeper.nodeChildProcess.unref();
  }
}

/** The first argument with which `process.execPath` runs a keeper. */
export function keeperProgram(): string {
  return ownProgram('keeper', './program.ts', import.meta.url);
}

async function firstLine(stream: Readable): Promise<string> {
  const timeout = AbortSignal.timeout(startTimeout * 1000);
  const giveUp = (): void => {
    stream.destroy(new Error('no report in time'));
  };
  timeout.addEventListener('abort', giveUp);
  try {
    let text = '';
    for await (const chunk of stream.setEncoding('utf8')) {
      text += String(chunk);
      if (text.endsWith('\n')) {
        break;
      }
    }

    return text;
  } finally {
    timeout.removeEventListener('abort', giveUp);
    stream.destroy();
  }
}

function lastComplaint(directory: string): string {
  try {
    const text = readFileSync(filesIn(directory).keeperLog, 'utf8').trim();
    return text === '' ? 'it ended without a word.' : (text.split('\n').find((line) => /\w*Error/.test(line)) ?? text);
  } catch {
    return 'it ended without a word.';
  }
}
