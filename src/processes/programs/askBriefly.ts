import { spawn } from 'node:child_process';

/**
 * What a program said, and its exit status, null where a signal ended it; `missing` where it is not there, `silent`
 * where it did not end in time.
 */
export type BriefAnswer = { readonly status: number | null; readonly text: string } | 'missing' | 'silent';

/** Bytes of an answer that are kept. */
const maxText = 64 * 1024;

/**
 * Runs a program of the PATH for at most so many seconds, and returns what it printed on either stream. Unlike a
 * library that waits for the end of what it kills, it leaves a program behind that cannot even be killed, as one that
 * waits for a hung driver. Never throws.
 */
export async function askBriefly(program: string, args: readonly string[], seconds: number): Promise<BriefAnswer> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const finish = (answer: BriefAnswer) => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      resolve(answer);
    };
    // What came while this process was busy itself is looked at first.
    const timer = setTimeout(() => setImmediate(giveUp), seconds * 1000);
    const giveUp = () => {
      child.kill('SIGKILL');
      finish('silent');
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        if (text.length < maxText) text += piece;
      });
    }
    child.once('error', () => finish('missing'));
    child.once('close', (status) => finish({ status, text }));
  });
}
