import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { errorMessage } from '../../../words/errors.ts';
import { singleLine } from '../../../words/harmless.ts';
import { startPoll } from '../../files/poll.ts';
import type { Following, LogHandlers } from '../../logSource.ts';
import type { FigureFormat } from '../figureFormat.ts';
import { type TrainingCell, trainingCellIn } from './trainingCell.ts';

/** Jupyter notebooks, read as the outputs of the newest training in them. They are written anew with each save. */
export const notebooks: FigureFormat = {
  follow: (path) =>
    isNotebook(path)
      ? {
          path: null,
          settings: path,
          directory: dirname(path),
          follow: async (handlers) => followNotebook(path, handlers),
          readOnce: async (take) => {
            await take(Buffer.from(await textOf(path)), null);
          },
        }
      : null,
  describe: (path) => (isNotebook(path) ? singleLine(basename(path)) : null),
  // Beside a log a notebook is no figures of it.
  discover: () => null,
};

/**
 * The newest training in a file that is a notebook by its name; null in any other file. Rejects with a sentence when it
 * cannot be read.
 */
export async function trainingCellAt(path: string): Promise<TrainingCell | null> {
  if (!isNotebook(path)) return null;
  const { size } = await stat(path);
  if (size > maxBytes) throw new Error(`${path} is larger than a notebook can be to be read.`);
  return trainingCellIn(await readFile(path, 'utf8'));
}

/** Whether a file is a Jupyter notebook by its name. */
export function isNotebook(path: string): boolean {
  return path.endsWith('.ipynb');
}

async function textOf(path: string): Promise<string> {
  return (await trainingCellAt(path))?.text ?? '';
}

function followNotebook(path: string, handlers: LogHandlers): Following {
  let shown = '';
  let read = -1;
  let caughtUp = false;

  async function look(): Promise<void> {
    try {
      const { mtimeMs } = await stat(path);
      if (mtimeMs === read) return;
      read = mtimeMs;
      const text = await textOf(path);
      handlers.onProblem?.(null);
      if (!text.startsWith(shown)) {
        handlers.onReset?.();
        shown = '';
      }
      if (text.length > shown.length) handlers.onBytes(Buffer.from(text.slice(shown.length)), null);
      shown = text;
    } catch (error) {
      handlers.onProblem?.(errorMessage(error));
    }
    if (!caughtUp) handlers.onCaughtUp?.();
    caughtUp = true;
  }

  const poll = startPoll(look, pollSeconds);
  return { readToEnd: poll.look, close: poll.close };
}

/** Outputs with images are large; beyond this it is no notebook that a person works with. */
const maxBytes = 500_000_000;
const pollSeconds = 2;
