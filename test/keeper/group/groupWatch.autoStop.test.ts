import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { auditOf } from '../../../src/runs/audit.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { readStatus } from '../../../src/runs/statusFile.ts';
import { openRoom, until } from '../../support/keeper/room.ts';
import { spokenTrainer } from '../../support/keeper/spokenTrainer.ts';

const room = openRoom();

/** The demo, which levels off before iteration 1600; `worse` by a tenth. */
function demoLines(worse: boolean): readonly string[] {
  const lines = readFileSync('fixtures/demo/healthy.log', 'utf8').split('\n');
  if (!worse) return lines;
  return lines.map((line) => line.replace(/(?<=mAP@0\.50\) = )0\.\d+/, (map) => String(Number(map) * 0.9)));
}

const stagesOf = (record: RunRecord) =>
  auditOf(dirname(record.log)).flatMap((entry) => (entry.event === 'armed-stage' ? [entry.stage] : []));
const verdictOf = (record: RunRecord) => readStatus(record)?.verdict.name;

test('auto-stop stops a run that has levelled off, but not the one that leads the group', async () => {
  const start = async (worse: boolean) => {
    const lines = demoLines(worse);
    const [middle, end] = [1401, 1651].map((iteration) =>
      lines.findIndex((line) => line.startsWith(` ${iteration}: `)),
    );
    const trainer = spokenTrainer(room.directory, lines.slice(0, middle));
    const record = await room.start(trainer.command, {
      description: { group: 'sweep' },
      plan: { when: 'advice', grace: 0 },
    });
    await until(() => (readStatus(record)?.position.at ?? 0) >= 1400);
    return { record, levelOff: () => trainer.says(...lines.slice(middle, end)) };
  };
  const [lead, other] = [await start(false), await start(true)];
  lead.levelOff();
  await until(() => verdictOf(lead.record) === 'plateau');
  other.levelOff();
  await until(() => stagesOf(other.record).includes('checkpoint'));
  expect(verdictOf(lead.record)).toBe('plateau');
  expect(stagesOf(lead.record)).toEqual([]);
});
