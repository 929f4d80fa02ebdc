import type { Readable } from 'node:stream';
import { startTimeout } from '../runs/runs.ts';

/**
 * The first line that a process says, and whatever came with it; what it said until then where it says no whole one.
 * Destroys the stream. Throws when nothing comes in time.
 */
export async function firstLine(stream: Readable): Promise<string> {
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
