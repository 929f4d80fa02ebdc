import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorMessage } from '../../../words/errors.ts';
import { startPoll } from '../../files/poll.ts';
import type { Following, LogHandlers } from '../../logSource.ts';
import type { FigureFormat } from '../figureFormat.ts';
import { trainingCellIn } from './trainingCell.ts';

/** Jupyter notebooks, read as the outputs of the newest training in them. They are written anew with each save. */
export const notebooks: FigureFormat = {
  sourceAt: (path) =>
    path.endsWith('.ipynb')
      ? {
          path: null,
          directory: dirname(path),
          follow: async (handlers) => followNotebook(path, handlers),
          readOnce: async (take) => {
            await take(Buffer.from(await textOf(path)), null);
          },
        }
      : null,
  // Beside a log a notebook is no figures of it.
  newestIn: () => null,
  newestOf: () => null,
};

/** Rejects with a sentence when the file cannot be read. */
async function textOf(path: string): Promise<string> {
  const size = (await stat(path)).size;
  if (size > maxBytes) throw new Error(`${path} is larger than a notebook can be to be read.`);
  return trainingCellIn(await readFile(path, 'utf8'))?.text ?? '';
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
