import { openSync } from 'node:fs';
import process from 'node:process';
import { basename } from 'node:path';
import { ReadStream } from 'node:tty';
import { openSession } from '../session/openSession.ts';
import { noticeFlags, noticeOptions } from './noticeFlags.ts';
import { UsageError } from './usageError.ts';
import { view } from './view.ts';
import { viewFlags, viewOptions } from './viewOptions.ts';
import { watchedFile } from './watched.ts';
import { onePositional, parseWords } from './words.ts';

/** `plateau watch FILE|DIRECTORY|GLOB|-`: a log that somebody else writes. With `-` the keys come from the terminal itself. */
export async function watch(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { ...viewFlags, ...noticeFlags });
  const options = { ...viewOptions(values), notices: noticeOptions(values) };
  const path = onePositional(positionals, 'FILE');
  if (path === null) throw new UsageError('`plateau watch` needs the FILE to watch, or - for standard input.');
  const piped = path === '-';
  const session = await openSession({
    source: piped ? { kind: 'stream', stream: process.stdin } : { kind: 'file', path: watchedFile(path) },
    settings: options.settings,
    trainer: options.trainer,
    started: null,
    vitality: () => ({ alive: null, exit: null }),
  });
  const title = piped ? 'standard input' : basename(path);
  const comeBack = piped ? null : `plateau watch ${path}`;
  await view(
    { session, control: null, title, record: null, comeBack, exit: null },
    options,
    piped ? terminalKeys() : process.stdin,
  );
  return 0;
}

/** The keyboard, while standard input carries the log; standard input itself where there is no terminal. */
function terminalKeys(): NodeJS.ReadStream {
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return process.stdin;
  }
}
