import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { sshPlace } from '../../src/processes/remote/place.ts';
import { followRemote } from '../../src/sources/followRemote.ts';
import { startSshServer } from '../support/sources/sshServer.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';

/** Follows a log over a real sshd whose connections are cut, and which goes away, while the log grows. */
export async function cutConnections(stage: Stage): Promise<void> {
  const { random } = stage;
  const server = await startSshServer();
  const ownPath = process.env['PATH'];
  process.env['PATH'] = server.path;
  stage.finally(() => {
    process.env['PATH'] = ownPath;
    server.close();
  });
  const log = join(stage.home, 'output.log');
  let written = 'before\n';
  writeFileSync(log, written);
  const heard: Buffer[] = [];
  const following = followRemote(
    sshPlace('box'),
    log,
    { onBytes: (bytes) => heard.push(Buffer.from(bytes)), onReset: () => stage.violation('the log was begun anew') },
    { first: 0.1, max: 0.4 },
  );
  stage.finally(() => {
    following.close();
  });
  const text = (): string => Buffer.concat(heard).toString();

  let line = 0;
  const write = (lines: number): void => {
    const more = Array.from({ length: lines }, () => `${++line}: loss ${random.uniform()}\n`).join('');
    written += more;
    appendFileSync(log, more);
    stage.did('lines', lines);
  };
  for (let left = random.integer(3, 8); left > 0; left--) {
    write(random.integer(1, 2000));
    if (random.integer(0, 1) === 0) await eventually('the log is followed', () => text() !== '');
    else await delay(random.uniform() * 300);
    const what = oneOf(random, ['cut', 'cut', 'away', 'nothing'] as const);
    if (what === 'cut') {
      server.cut();
      stage.did('connections cut');
    } else if (what === 'away') {
      server.stop();
      write(random.integer(1, 500));
      await delay(random.uniform() * 500);
      await server.start();
      stage.did('times the machine was away');
    }
  }
  await eventually('all of the log was read', () => Buffer.byteLength(written) <= Buffer.byteLength(text()));
  if (text() !== written) throw new Error('bytes were lost or read twice');
}
