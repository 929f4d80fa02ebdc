import { count } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { harmless } from '../../words/harmless.ts';
import { metricText, metricTitles } from '../../words/metric.ts';
import { classesByAp, trainerText } from '../../run/selectors.ts';
import { comparisonRows, trainingSeconds } from '../compare.ts';
import { costText, type ReportedTraining } from '../reported.ts';
import { stateText } from '../html/trainingSection.ts';

/**
 * Writes trainings as GitHub-flavoured Markdown, for an issue or a model card: of one the verdict, its figures and
 * classes; of several a table. What comes from outside cannot become markup.
 */
export function reportMarkdown(trainings: readonly ReportedTraining[]): string {
  const [first] = trainings;
  if (first === undefined) return '';
  if (trainings.length > 1) return `${markdownTable(comparisonRows(trainings))}\n`;
  const { run, verdict, settings, cost, record } = first;
  const { best } = run;
  const seconds = trainingSeconds(first);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Verdict', `${verdict.words}: ${verdict.headline}`],
    ['State', stateText(first)],
    ['Trainer', run.trainer === null ? null : trainerText(run.trainer)],
    [
      'Best',
      best === null
        ? null
        : `${metricTitles[best.metric]} ${metricText(best.value, settings.mapUnit)} at ${run.axis} ${count(best.at)}`,
    ],
    ['Weights to keep', verdict.keep?.path ?? null],
    ['Training time', seconds === null ? null : duration(seconds)],
    ['GPU cost', costText(cost)],
    ['Command', record === null ? null : record.command.join(' ')],
  ];
  const known = facts.flatMap(([label, text]) => (text === null ? [] : [[label, text]]));
  const classes = classesByAp(run).map(({ name, ap }) => [name, ap === null ? '-' : metricText(ap, settings.mapUnit)]);
  const reasons = [
    ...verdict.evidence.map((text) => `for: ${text}`),
    ...verdict.against.map((text) => `against: ${text}`),
  ];
  return `${[
    `## ${plain(first.name)}`,
    markdownTable([['', ''], ...known]),
    reasons.map((text) => `- ${plain(text)}`).join('\n'),
    classes.length === 0 ? '' : markdownTable([['class', 'AP'], ...classes]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

/** A table; the texts in it cannot become markup. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...others] = rows;
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
  return [line(heading), `|${' --- |'.repeat(heading.length)}`, ...others.map(line)].join('\n');
}

/** Text that stands for itself. Source: the characters that CommonMark lets a backslash escape. */
function plain(text: string): string {
  return harmless(text).replaceAll(/[\\`*_{}[\]<>#|~!&$@]/g, String.raw`\$&`);
}
