import process from 'node:process';
import { expect, test } from 'vitest';
import { openRoom } from '../../support/keeper/room.ts';
import { onLinux } from '../../support/skipUnless.ts';

const room = openRoom();

test(
  'a keeper that was stopped with SIGSTOP is named, and reached once it goes on',
  { timeout: 60_000, ...onLinux },
  async () => {
    const record = await room.start('sleep 600');
    const { pid } = record.keeper!;
    process.kill(pid, 'SIGSTOP');
    await expect(room.connect(record)).rejects.toThrow(`(process ${pid}) is stopped by SIGSTOP`);
    const later = room.connect(record);
    process.kill(pid, 'SIGCONT');
    expect((await later).exit()).toBeNull();
  },
);
