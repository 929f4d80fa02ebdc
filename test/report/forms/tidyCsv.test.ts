import { expect, test } from 'vitest';
import { reportMarkdown } from '../../../src/report/forms/markdown.ts';
import { tidyCsv } from '../../../src/report/forms/tidyCsv.ts';
import { reportedFixture } from '../../support/report/reported.ts';

const training = await reportedFixture('darknet/darknet-alexeyab-fall.log');

test('the table has a row for each figure, with the run and its place', () => {
  const rows = tidyCsv([training]).trimEnd().split('\r\n');
  expect(rows[0]).toBe('run,unit,at,metric,value');
  const losses = rows.filter((row) => row.includes(',loss,'));
  expect(losses).toHaveLength(training.run.iterations!.count);
  const first = training.run.evaluations[0]!;
  expect(rows).toContain(`darknet-alexeyab-fall.log,iteration,${first.iteration},map50,${first.map50}`);
});

test('names with commas, quotes and line breaks stay one cell on one line, and none becomes a formula', () => {
  const cells = tidyCsv([{ ...training, name: '=1+2,"a"\nb' }]).split('\r\n')[1]!;
  expect(cells.startsWith(String.raw`"'=1+2,""a""\nb",iteration,`)).toBe(true);
});

test('the text for an issue has the verdict and the figures, and hostile names stay words', () => {
  const text = reportMarkdown([{ ...training, name: '[x](javascript:alert(1)) <b> @all | `c`' }]);
  expect(text.split('\n')[0]).toBe(String.raw`## \[x\](javascript:alert(1)) \<b\> \@all \| \`c\``);
  expect(text).toContain('| Verdict |');
  expect(text).toMatch(/\| Best \| mAP50 [\d.]+ % at iteration \d+ \|/);
  expect(text).toMatch(/\| Training time \| \d[^|]* \|\n\| GPU cost \| [\d.]+ \(1 GPU for \d[^|]* at 2 an hour\) \|/);
});

test('of several trainings it is the table of compare', () => {
  const [heading, line, ...rows] = reportMarkdown([training, training]).trimEnd().split('\n');
  expect(heading).toContain('| RUN | TRAINER |');
  expect(line).toMatch(/^\|(?: --- \|)+$/);
  expect(rows).toHaveLength(2);
});
