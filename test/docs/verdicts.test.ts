import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import type { AdvisorInput } from '../../src/advisor/facts.ts';
import { type AdviceSettings, defaultSettings, type Verdict, type VerdictName } from '../../src/advisor/verdict.ts';
import { capitalised } from '../../src/advisor/rules/phrases.ts';
import { countLine, reduce } from '../../src/run/reduce.ts';
import { createRun, type Run } from '../../src/run/run.ts';
import { readFacts } from '../../src/ui/state/facts/facts.ts';
import { createScreenState } from '../../src/ui/state/state.ts';
import { bannerRows } from '../../src/ui/view/lines/banner.ts';
import { plainText } from '../../src/words/terminal/row.ts';
import { eventsOf, healthy, noise, type Training } from '../support/advisor/training.ts';
import { iteration, iterations, runOf } from '../support/run/build.ts';
import { fedMonitor, recordingControl } from '../support/ui/fakes.ts';

// docs/verdicts.md: every sentence that a person reads of a verdict, made by the advisor itself of trainings that are
// drawn here. To write it anew, remove it and run this test.

interface Example {
  readonly when: string;
  readonly run: Run;
  readonly settings?: Partial<AdviceSettings>;
  readonly input?: Partial<AdvisorInput>;
}

function trained(epochs: number, changes: Partial<Training> = {}, ...more: Parameters<typeof runOf>): Run {
  const run = createRun();
  for (const event of eventsOf({ ...healthy, planned: 100, ...changes, epochs })) reduce(run, event, null);
  reduce(run, { type: 'checkpoint', path: 'weights/last.pt', at: epochs, role: 'last' }, null);
  if (run.best !== null)
    reduce(run, { type: 'checkpoint', path: 'weights/best.pt', at: run.best.at, role: 'best' }, null);
  for (const event of more) reduce(run, event, null);
  return run;
}

/** As if it had been read from a log. */
function logged(run: Run): Run {
  countLine(run, true, 400);
  return run;
}

const flat = (epoch: number) => 0.5 * (1 - Math.exp(-epoch / 8)) - 0.0004 * epoch + noise(epoch, 0.002);
const paused = (epoch: number) => (epoch <= 30 ? healthy.map(epoch) : healthy.map(30)! - 0.01 + noise(epoch, 0.004));
const fallen: Partial<Training> = {
  map: (epoch) => (epoch <= 40 ? healthy.map(epoch) : healthy.map(40)! - 0.004 * (epoch - 40)),
  validation: (epoch) => healthy.validation!(Math.min(epoch, 40))! + 0.03 * Math.max(0, epoch - 40),
};
const nan = [iteration(501, Number.NaN), iteration(502, Number.NaN)];
const complete = { type: 'ended', how: 'complete' } as const;
const gone = (signal: string | null) => ({ alive: false, exit: { code: signal === null ? 0 : null, signal } });

const examples: readonly Example[] = [
  { when: 'nothing has been printed yet', run: runOf({ type: 'trainer', name: 'ultralytics', version: null }) },
  {
    when: 'the learning rate still rises',
    run: runOf({ type: 'plan', plan: { iterations: 4000, warmUp: 400 } }, ...iterations(1, 150, 3)),
  },
  { when: 'too little was measured', run: trained(3) },
  { when: 'no mAP is printed', run: runOf({ type: 'plan', plan: { iterations: 4000 } }, ...iterations(1, 1500, 0.9)) },
  { when: 'the best is new', run: trained(30) },
  { when: 'no best came lately, and more is to come', run: trained(37, { map: paused }) },
  {
    when: 'no best came lately, and the planned length is not known',
    run: trained(45, { map: paused, planned: null }),
  },
  {
    when: 'one evaluation is far below the best',
    run: trained(40, { map: (at) => (at === 40 ? 0.2 : healthy.map(at)) }),
  },
  { when: 'the end is near', run: trained(92) },
  { when: 'little more is to come', run: trained(80, { map: flat }) },
  {
    when: 'another run of its group is far in front',
    run: trained(60, { map: flat }),
    input: { outrun: { leader: 'exp30', leaderBest: 0.573, behind: 0.084, share: 0.6, odds: 1 / 50, left: 3 } },
  },
  { when: 'it begins to over-fit', run: trained(53, fallen) },
  { when: 'it over-fits', run: trained(90, fallen) },
  { when: 'the mAP that was asked for is reached', run: trained(70), settings: { targetMap: 0.5 } },
  { when: 'the budget is spent', run: trained(40), settings: { maxEpochs: 40 } },
  { when: 'the budget ends before the plan', run: trained(20), settings: { maxTime: 3000 } },
  { when: 'nothing is written any more', run: logged(trained(30)), input: { now: 4000, quietSince: 400 } },
  { when: 'it finds nothing yet', run: trained(14, { map: () => 0 }) },
  { when: 'it finds nothing', run: trained(60, { map: () => 0 }) },
  { when: 'the loss is no number', run: runOf(...iterations(1, 500), ...nan) },
  { when: 'the loss was no number when it ended', run: runOf(...iterations(1, 500), ...nan), input: gone(null) },
  {
    when: 'the trainer has failed',
    run: runOf(...iterations(1, 50), { type: 'fault', text: 'CUDA error: out of memory', fatal: true }),
    input: { alive: false, exit: { code: 1, signal: null } },
  },
  { when: 'it ended before it trained', run: runOf(), input: gone(null) },
  { when: 'the plan is done', run: trained(100, {}, complete), input: gone(null) },
  {
    when: 'the plan is done, and it still rose',
    run: trained(40, { planned: 40, map: (epoch) => 0.012 * epoch }, complete),
    input: gone(null),
  },
  { when: 'the plan is done, and it over-fitted', run: trained(100, fallen, complete), input: gone(null) },
  { when: 'it was stopped', run: trained(60), input: gone('SIGINT') },
  { when: 'its process is gone', run: trained(60), input: { alive: false } },
];

function verdictOf({ run, settings = {}, input = {} }: Example): Verdict {
  return createAdvisor({ ...defaultSettings, ...settings }).advise(run, {
    now: 0,
    alive: true,
    exit: null,
    quietSince: null,
    habits: { family: 'yolo', lossBands: false },
    ...input,
  });
}

/** The two lines of the banner, as wide as they need to be. */
function banner(run: Run, verdict: Verdict, act: (control: ReturnType<typeof recordingControl>) => void = () => {}) {
  const monitor = { ...fedMonitor(undefined, verdict), run };
  const control = recordingControl();
  act(control);
  const fixed = { title: 'yolo11n', readonly: false, comeBack: null, characters: 'ascii' } as const;
  const facts = readFacts(monitor, control, null, fixed, 1000);
  return bannerRows(facts, createScreenState(400, 40), 400, []).map((cells) => plainText(cells).trimEnd());
}

function section(example: Example): string {
  const verdict = verdictOf(example);
  const isOver = example.input?.alive === false;
  const lines = banner(example.run, verdict, (control) => {
    if (isOver) control.finish({ code: 0, signal: null, time: 0, left: [], ...example.input?.exit });
  });
  return [
    `## ${capitalised(example.when)}: ${verdict.words}`,
    ['```text', ...lines, '```'].join('\n'),
    verdict.meaning,
    ['What to do:', '', ...verdict.todo.map((step) => `- ${step}`)].join('\n'),
    ...(verdict.pattern === null ? [] : [verdict.pattern.text]),
    `In files and messages: \`${verdict.name}\`, \`${verdict.action}\`.`,
  ].join('\n\n');
}

const states: readonly (readonly [string, Parameters<typeof banner>[2]])[] = [
  ['It is paused', (control) => void control.pause()],
  ['A stop after the next save is planned', (control) => void control.arm({ when: 'checkpoint' })],
  ['Auto-stop is on', (control) => void control.arm({ when: 'advice' })],
  ['Auto-stop counts down', (control) => control.countDown(1272)],
  ['A signal was sent', (control) => void control.signal('SIGINT')],
  [
    'A signal was sent, and it still runs',
    (control) => {
      void control.signal('SIGINT');
      control.allow('SIGTERM');
    },
  ],
];

const page = [
  '# What Plateau says of a training',
  'The second line of the screen says in capitals what to think of the training, and why; the third says what to do. Every verdict is here, with the sentences that the program itself makes of an example. A *point* is a hundredth of mAP: from 62 % to 63 % is one point. *1 in 20 that it gains another point* means: of twenty trainings that looked like this one, one gained more than a point by going on to its planned end. `w` shows what moves these odds.',
  'The sign before the words says the same without a colour: `>` let it run, `?` look at it, `!` may be stopped, `X` stop, `=` it is paused or over.',
  ...examples.map(section),
  '# While something is done to it',
  ...states.map(([when, act]) =>
    [
      `## ${when}`,
      '',
      '```text',
      ...banner(trained(80, { map: flat }), verdictOf({ when: '', run: trained(80, { map: flat }) }), act),
      '```',
    ].join('\n'),
  ),
].join('\n\n');

test('docs/verdicts.md has every sentence that is said of a training', async () => {
  await expect(`${page}\n`).toMatchFileSnapshot('../../docs/verdicts.md');
});

test('docs/verdicts.md has every verdict', () => {
  const table = readFileSync('src/advisor/verdict.ts', 'utf8');
  const names = Array.from(
    table.slice(table.indexOf('VerdictName =')).matchAll(/^ {2}\| '([\w-]+)'/gm),
    ([, name]) => name,
  );
  const shown = new Set<VerdictName>(examples.map((example) => verdictOf(example).name));
  expect(names.length).toBeGreaterThan(20);
  expect(shown).toEqual(new Set(names));
});

test('no verdict says an internal name to a person, nor the same thing twice', () => {
  for (const example of examples) {
    const { words, headline, meaning, todo, evidence, against } = verdictOf(example);
    const said = [words, headline, meaning, ...todo, ...evidence, ...against].join('\n');
    expect(said).not.toMatch(
      /nothing-read|too-few-points|not-started|may-stop|point by \d|the usual\)|go on\b.*\(go on\)/,
    );
    expect(said).not.toMatch(/NaN %|undefined|null/);
    expect(todo.length).toBeGreaterThan(0);
    expect(todo).not.toContain(meaning);
  }
});
