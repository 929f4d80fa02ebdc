import { endText } from '../../advisor/basis.ts';
import { factorLines } from '../../advisor/factors.ts';
import { defaultSettings, wantedMetric } from '../../advisor/verdict.ts';
import { verdictWords } from '../../advisor/verdictTable.ts';
import { outcomeText } from '../../history/outcome.ts';
import { placeOf } from '../../run/evaluations.ts';
import { position } from '../../run/reduce.ts';
import type { Evaluation, Run } from '../../run/run.ts';
import { classesByAp, hasReachedPlan, plannedLength, stateOf, timeLeft, trainerText } from '../../run/selectors.ts';
import type { AuditEntry } from '../../runs/audit.ts';
import { stopCost } from '../../advisor/stopCost.ts';
import { count } from '../../words/count.ts';
import { dateTime } from '../../words/dateTime.ts';
import { duration } from '../../words/duration.ts';
import { type Markup, markup } from '../../words/page/markup.ts';
import { changeInPoints, metricText, metricTitles, type MetricUnit } from '../../words/metric.ts';
import { number } from '../../words/number.ts';
import { oddsText } from '../../words/odds.ts';
import { shellQuote } from '../../words/shellQuote.ts';
import { trainingSeconds } from '../compare.ts';
import { describeFinished } from '../finished.ts';
import { dataSetParagraph, findingsTable } from './checkPage.ts';
import { replaySummaryLines } from '../replayLines.ts';
import { chartFigure } from './figure.ts';
import { costText, priceOf, type ReportedTraining } from '../reported.ts';
import { bullets, details, type Fact, paragraph, rowsTable, table } from './tables.ts';
import { trainingCharts } from './trainingCharts.ts';

/** All that is told of one training. */
export function trainingSection(training: ReportedTraining): Markup {
  return markup`${verdictSection(training)}
<div class="charts">${trainingCharts(training).map(chartFigure)}</div>
${signsText}
${trainedSection(training)}${savedSection(training)}${verdictsSection(training)}${classesSection(training)}${evaluationsSection(training)}${dataSection(training)}${savesSection(training)}${auditSection(training)}`;
}

const signsText = markup`<p class="dim">Below a chart: squares are saved weights, triangles drops of the learning rate and other changes; above it, diamonds are changes of the verdict; the star is the best evaluation, the shaded fan the forecast (80 %). The slider reads the values.</p>`;

/** The verdict, its reasons, and what to do. */
function verdictSection({ run, verdict, settings }: ReportedTraining): Markup {
  const { keep, basis } = verdict;
  // At the planned end nothing is expected any more.
  const { forecast, chance } = hasReachedPlan(run) ? { forecast: null, chance: null } : verdict;
  const expected =
    forecast === null || basis === null
      ? null
      : `Best ${basis.isMap ? 'mAP' : basis.metric} expected at ${endText(basis, run.axis)}: ${metricText(forecast.mid, settings.mapUnit)} (80 %: ${metricText(forecast.low, settings.mapUnit)} to ${metricText(forecast.high, settings.mapUnit)}).`;
  const odds = chance === null ? null : `Chance of another point by then: ${oddsText(chance['0.01'])}.`;
  return markup`<section class="verdict ${verdict.action}" aria-label="Verdict"><p><strong>${verdict.words}</strong> ${verdict.headline}</p>
<p>${verdict.meaning}</p>${paragraph(expected)}${paragraph(odds)}${paragraph(keep === null ? null : `Keep: ${keep.path}`)}
${bullets('What moves the odds', factorLines(verdict.factors))}${bullets('For', verdict.evidence)}${bullets('Against', verdict.against)}${bullets('Pattern', verdict.pattern === null ? [] : [verdict.pattern.text, ...verdict.pattern.todo])}${bullets('Possible causes', verdict.causes)}${bullets('What to do', verdict.todo)}</section>`;
}

/** How the training stands in a few words: `stopped (SIGINT)`, `running`. */
export function stateText({ record, run }: ReportedTraining): string {
  const state = stateOf(run);
  return record === null ? state : outcomeText(record, { state });
}

function trainedSection(training: ReportedTraining): Markup {
  const { record, run, path, cost, finished, settings } = training;
  const seconds = trainingSeconds(training);
  const planned = plannedLength(run);
  const at = position(run);
  return markup`<h3>What was trained</h3>${rowsTable([
    ['state', stateText(training)],
    ['length', at === null ? null : `${count(at)}${planned === null ? '' : ` of ${count(planned)}`} ${run.axis}s`],
    ['trainer', run.trainer === null ? null : trainerText(run.trainer)],
    ['command', record === null ? null : markup`<code>${record.command.map(shellQuote).join(' ')}</code>`],
    ['directory', record === null ? null : markup`<code>${record.cwd}</code>`],
    ['log', markup`<code>${path}</code>`],
    ['machine', record?.machine?.host ?? null],
    ['started', record === null ? null : dateTime(record.startedAt)],
    ['ended', record?.exit ? dateTime(record.exit.time) : null],
    ['group', record?.group ?? null],
    ['tags', record?.tags?.join(', ') || null],
    ['note', record?.note ?? null],
    [
      'continues',
      record?.continues
        ? `${record.continues.run} from ${record.continues.file}${record.continues.at === null ? '' : ` (${run.axis} ${count(record.continues.at)})`}`
        : null,
    ],
    ['resumed', run.resumed === null ? null : `at ${run.axis} ${count(run.resumed.at)}`],
    ...finished.map((each): Fact => ['validated', describeFinished(each, settings.mapUnit)]),
    ['training time', seconds === null ? null : duration(seconds)],
    ['GPU cost', costText(cost)],
    ...configurationRows(training),
  ])}`;
}

/** What the log says of the plan, and how the advice was set. */
function configurationRows({ run: { plan }, settings }: ReportedTraining): readonly Fact[] {
  const known = (label: string, value: number | string | null): Fact => [
    label,
    value === null ? null : typeof value === 'number' ? number(value) : value,
  ];
  const defaults = new Map<string, unknown>(Object.entries(defaultSettings));
  const set = Object.entries(settings).filter(([name, value]) => value !== null && value !== defaults.get(name));
  return [
    known('warm-up', plan.warmUp),
    known('batch', plan.batch),
    known('schedule', plan.schedule),
    known('learning rate drops at', plan.steps.length === 0 ? null : plan.steps.map((step) => count(step)).join(', ')),
    known('patience', plan.patience),
    known('training images', plan.trainingImages),
    known('classes', plan.classNames.length === 0 ? null : plan.classNames.slice(0, maxNames).join(', ')),
    known('advice', set.length === 0 ? null : set.map(([name, value]) => `${name} ${value}`).join(', ')),
  ];
}

/** Names of classes in a line. */
const maxNames = 40;

/** What stopping saved, or would save. */
function savedSection({ run, trainer, followed, cost, settings }: ReportedTraining): Markup {
  const left = timeLeft(run);
  const price = priceOf(cost, left);
  const planned = plannedLength(run);
  const at = position(run);
  const isShort = planned !== null && at !== null && at < planned;
  const follow = replaySummaryLines(run, followed, wantedMetric(settings)).join(' ');
  const rest =
    !isShort || left === null || left <= 0
      ? null
      : `To its planned end it would take ${duration(left)} more${price === null ? '' : `, ${price.toFixed(2)} of GPU cost`}.`;
  const costs = stopCost(run, trainer?.habits ?? null, settings.mapUnit).map(({ label, text }): Fact => [label, text]);
  return markup`<h3>What was saved, and what could still be gained</h3><p>${follow}</p>${paragraph(rest)}${rowsTable(costs.filter(([label]) => (isShort ? label !== 'saved time' : label === 'best' || label === 'last save')))}`;
}

function verdictsSection({ verdicts, run }: ReportedTraining): Markup | null {
  if (verdicts.length === 0) return null;
  return details(
    `Changes of the verdict (${count(verdicts.length)})`,
    table(
      [run.axis, 'verdict', 'why'],
      verdicts.map(({ at, name, action, headline }) => [
        at === null ? '' : count(at),
        verdictWords(name, action, false),
        headline,
      ]),
      [0],
    ),
  );
}

function classesSection({ run, settings }: ReportedTraining): Markup | null {
  const classes = classesByAp(run);
  if (classes.length === 0) return null;
  const before = new Map(run.classesAtBest.map(({ name, ap }) => [name, ap]));
  return details(
    `Classes, worst first (${count(classes.length)})`,
    table(
      ['class', 'AP', 'change since the best, points'],
      classes
        .slice(0, maxRows)
        .map(({ name, ap }) => [
          name,
          ap === null ? '-' : metricText(ap, settings.mapUnit),
          changeInPoints(before.get(name) ?? null, ap),
        ]),
      [1, 2],
    ),
  );
}

/** Rows of a table in a page. */
const maxRows = 500;

function evaluationsSection({ run, settings }: ReportedTraining): Markup | null {
  const all = run.evaluations;
  if (all.length === 0) return null;
  const every = Math.ceil(all.length / maxRows);
  const shown = all.filter(
    (evaluation, index) => index % every === 0 || index === all.length - 1 || isBest(run, evaluation),
  );
  const unit = settings.mapUnit;
  const columns = evaluationColumns.filter(({ of }) => all.some((evaluation) => of(evaluation) !== null));
  const heading = every === 1 ? '' : `, each ${count(every)}th of them and the best: plateau report --csv has all`;
  return details(
    `Evaluations (${count(all.length)}${heading})`,
    table(
      [run.axis, ...columns.map(({ title }) => title)],
      shown.map((evaluation) => [
        count(placeOf(run, evaluation) ?? 0),
        ...columns.map(({ of, isFraction }) => figure(of(evaluation), isFraction, unit)),
      ]),
      [0, ...columns.map((_, index) => index + 1)],
      shown.findIndex((evaluation) => isBest(run, evaluation)),
    ),
  );
}

const evaluationColumns: readonly {
  readonly title: string;
  readonly of: (evaluation: Evaluation) => number | null;
  readonly isFraction: boolean;
}[] = [
  { title: metricTitles.map50, of: ({ map50 }) => map50, isFraction: true },
  { title: metricTitles.map50To95, of: ({ map50To95 }) => map50To95, isFraction: true },
  { title: 'precision', of: ({ precision }) => precision, isFraction: true },
  { title: 'recall', of: ({ recall }) => recall, isFraction: true },
  { title: 'F1', of: ({ f1 }) => f1, isFraction: true },
  { title: 'IoU', of: ({ iou }) => iou, isFraction: true },
  { title: 'training loss', of: ({ trainLoss }) => trainLoss, isFraction: false },
  { title: 'validation loss', of: ({ validationLoss }) => validationLoss, isFraction: false },
];

function figure(value: number | null, isFraction: boolean, unit: MetricUnit): string {
  if (value === null) return '';
  return isFraction ? metricText(value, unit) : number(value);
}

function isBest({ axis, best }: Run, evaluation: Evaluation): boolean {
  return best !== null && placeOf({ axis }, evaluation) === best.at && evaluation[best.metric] === best.value;
}

function dataSection({ check }: ReportedTraining): Markup | null {
  if (check === null) return null;
  const { findings } = check;
  return markup`<h3>Data set</h3>${dataSetParagraph(check)}${
    findings.length === 0
      ? null
      : details(`What the checklist found (${count(findings.length)})`, markup`${findingsTable(findings, maxFindings)}`)
  }`;
}

const maxFindings = 100;

function savesSection({ run }: ReportedTraining): Markup | null {
  const saves = run.checkpoints;
  if (saves.length === 0) return null;
  const shown = saves.slice(-maxSaves);
  return details(
    `Saved weights (${count(saves.length)}${shown.length < saves.length ? `, the last ${count(shown.length)}` : ''})`,
    table(
      [run.axis, 'file', 'role'],
      shown.map(({ at, path, role }) => [at === null ? '' : count(at), path, role]),
      [0],
    ),
  );
}

const maxSaves = 100;

function auditSection({ audit }: ReportedTraining): Markup | null {
  if (audit.length === 0) return null;
  return details(
    `What was asked for and done (${count(audit.length)})`,
    table(
      ['time', 'event', 'details'],
      audit.slice(-maxRows).map((entry) => [dateTime(entry.time), entry.event, entryText(entry)]),
    ),
  );
}

/** The fields of an entry as they stand in the file. */
function entryText(entry: AuditEntry): string {
  return Object.entries(entry)
    .filter(([name]) => !['event', 'time', 'keeper'].includes(name))
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
