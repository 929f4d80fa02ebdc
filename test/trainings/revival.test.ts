import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { killKeeping } from '../support/keeper/killKeeping.ts';
import { until } from '../support/keeper/room.ts';
import { freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { onLinux } from '../support/skipUnless.ts';

async function unkeptRun(environment: Record<string, string>): Promise<RunRecord> {
  plateau(['run', '--detach', '--name', 'planned', '--', 'sh', '-c', 'while :; do sleep 0.2; done'], environment);
  plateau(['stop', '--after-checkpoint', 'planned'], environment);
  const record = recordsIn(environment)[0]!;
  await killKeeping(record);
  return record;
}

const isAdopted = ({ log }: RunRecord): boolean =>
  readFileSync(join(dirname(log), 'events.log'), 'utf8').includes('"adopted"') && currentKeeper(dirname(log)) !== null;

test.each([{ words: ['status'] }, { words: ['status', '--tmux'] }, { words: [] }, { words: ['pause'] }])(
  '`plateau $words` starts a keeper for a planned stop that has none any more',
  { timeout: 60_000, ...onLinux },
  async ({ words }) => {
    const { environment } = freshHome();
    const record = await unkeptRun(environment);
    expect(plateau(words, environment)).toMatchObject({ status: 0 });
    await until(() => isAdopted(record));
    const { armed, problem }: RunRecord = JSON.parse(plateau(['status', '--json'], environment).stdout);
    expect({ armed, problem }).toMatchObject({ armed: { plan: { when: 'checkpoint' } }, problem: null });
  },
);

test('the list on the screen starts one, too', { timeout: 60_000, ...onLinux }, async () => {
  const { environment } = freshHome();
  const record = await unkeptRun(environment);
  const list = openTerminal([], { environment });
  await list.see(/planned/);
  await until(() => isAdopted(record));
  list.press('q');
  await list.exited;
});
