import { mkdir } from 'node:fs/promises';
import { constants, getPriority, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { errorMessage } from '../words/errors.ts';
import type { Send } from './sender.ts';

/** Seconds that the report of a training gets: it reads the log once more. */
const maxSeconds = 120;

/**
 * Has the report of a run written into a directory once the run has ended, by a process of its own at low priority.
 * Returns a sender that is done when the report is, and that rejects with a sentence where it could not be written; and
 * a wrapper for others, whose notice of the end waits for the report and names it.
 */
export function reportAtEnd(
  run: string,
  directory: string,
  command: readonly string[],
): { readonly write: Send; readonly withReport: (send: Send) => Send } {
  const path = join(directory, `${run}.html`);
  let written: Promise<string | null> | null = null;
  const report = async (signal: AbortSignal): Promise<string | null> => (written ??= write(run, path, command, signal));
  return {
    write: async (notice, _, signal) => {
      const problem = notice.kind === 'end' ? await report(signal) : null;
      if (problem !== null) throw new Error(problem);
    },
    withReport: (send) => async (notice, of, signal) => {
      const isThere = notice.kind === 'end' && (await report(signal)) === null;
      await send(isThere ? { ...notice, report: path, text: `${notice.text}; report: ${path}` } : notice, of, signal);
    },
  };
}

/** Returns what went wrong, as a sentence; null when the report was written. */
async function write(
  run: string,
  path: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const [program = process.execPath, ...words] = command;
    const drawing = execa(program, [...words, 'report', run, '--output', path], {
      stdin: 'ignore',
      reject: false,
      timeout: maxSeconds * 1000,
      cancelSignal: signal,
    });
    if (drawing.pid !== undefined) giveWay(drawing.pid);
    const result = await drawing;
    if (!result.failed) return null;
    return `The report ${path} was not written: ${result.stderr.trim().replace(/^plateau: /, '') || result.shortMessage}`;
  } catch (error) {
    return `The report ${path} was not written: ${errorMessage(error)}.`;
  }
}

/** Another training may run on the machine. Not the lowest priority, for the notice of the end waits for the report. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  } catch {
    // Not permitted in some containers.
  }
}
