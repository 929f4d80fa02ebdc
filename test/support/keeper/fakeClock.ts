import { existsSync, globSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';

/** Debian's libfaketime, which lets a test set the clock of programs that it starts. */
const fakeClockLibrary: string | undefined = [
  ...globSync('/usr/lib/*/faketime/libfaketime.so.1'),
  '/usr/lib64/faketime/libfaketime.so.1',
].find((path) => existsSync(path));

/**
 * Gives the programs that this test starts from now on a clock that can be set; their monotonic clock stays that of
 * the machine. `onEnd` is told what gives them the real one again. Returns the way to set it: so many seconds from the
 * real time.
 */
export function fakeClock(
  directory: string,
  onEnd: (action: () => void) => void = onTestFinished,
): (offset: number) => void {
  const file = join(directory, 'clock');
  const set = (offset: number): void => {
    writeFileSync(`${file}.new`, `${offset < 0 ? '' : '+'}${offset}s\n`);
    renameSync(`${file}.new`, file);
  };
  set(0);
  const variables = {
    LD_PRELOAD: fakeClockLibrary ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  Object.assign(process.env, variables);
  onEnd(() => {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
  });
  return set;
}
