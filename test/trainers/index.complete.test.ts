import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createReading } from '../../src/monitor/reading.ts';
import { readLog } from '../../src/monitor/readLog.ts';
import { programs } from '../../src/trainers/index.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);
const rows = readFileSync(new URL('index.tsv', fixtures), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split('\t'));

describe('every trainer', () => {
  test.each(programs.flatMap(({ names }) => [...names]))('%s has fixtures', (name) => {
    expect(rows.some(([, trainer]) => trainer === name)).toBe(true);
  });

  test.each(programs.map((trainer) => [trainer.names[0], trainer] as const))(
    '%s says what stopping it costs',
    (_name, { habits }) => {
      for (const sentence of [
        habits.saves,
        habits.interrupt,
        habits.terminate,
        habits.resume,
        habits.earlyStopping,
        habits.safeMoment,
      ]) {
        expect(sentence.length).toBeGreaterThan(8);
      }
    },
  );
});

describe('every fixture', () => {
  test.each(rows.map(([file, trainer, source]) => [file!, trainer!, source!] as const))(
    '%s is there, is read as %s and says where it is from',
    async (file, trainer, source) => {
      const url = new URL(file, fixtures);
      expect(existsSync(url)).toBe(true);
      expect(['recorded', 'written from the grammar']).toContain(source);
      const { run } = await readLog(fileURLToPath(url), { trainer: null, started: null });
      expect(run.trainer?.name ?? 'unknown').toBe(trainer);
    },
  );

  const isLog = (file: string) => !/\.(?:json|ipynb)$/.test(file) && statSync(new URL(file, fixtures)).isFile();

  test.each(rows.map(([file, trainer]) => [file!, trainer!] as const).filter(([file]) => isLog(file)))(
    '%s is recognised behind 300 lines of pip and warnings',
    (file, trainer) => {
      const chatter = Array.from({ length: 100 }, (_, index) =>
        [
          `Requirement already satisfied: numpy>=1.${index} in /usr/lib/python3/dist-packages (from torch) (1.26.4)`,
          `/usr/lib/python3/dist-packages/torch/functional.py:${index}: UserWarning: torch.meshgrid: in an upcoming release`,
          `  ${'━'.repeat(20)} ${index}.3/63.4 MB 10.2 MB/s eta 0:00:0${index % 10}`,
        ].join('\n'),
      ).join('\n');
      const reading = createReading();
      reading.push(Buffer.concat([Buffer.from(`${chatter}\n`), readFileSync(new URL(file, fixtures))]), null);
      reading.end();
      expect(reading.run.trainer?.name ?? 'unknown').toBe(trainer);
    },
  );
});
