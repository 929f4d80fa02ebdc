import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readStatus } from '../../src/runs/statusFile.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { onLinux } from '../support/skipUnless.ts';

const room = openRoom();

test('a stand-in for a trainer that saves on SIGTERM is stopped with that first, and waited for', onLinux, async () => {
  const script = `
    trap 'sleep 1; echo saved; exit 0' TERM
    trap 'echo lost; exit 1' INT
    echo "{'loss': 1.6042, 'grad_norm': 27.1, 'learning_rate': 4.9e-05, 'epoch': 1.0}"
    while :; do sleep 0.1; done`;
  const record = await room.start(['sh', '-c', script, '--enable_jit_checkpoint']);
  await until(() => readStatus(record)?.trainer?.name === 'hf-trainer');
  expect(await room.stop(record, { wait: 0.2 })).toMatchObject({ code: 0, signal: null });
  expect(readFileSync(record.log, 'utf8')).toMatch(/\nsaved\n$/);
});
