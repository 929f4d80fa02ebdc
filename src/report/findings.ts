import { checks, type CheckId } from '../checklist/checks/checks.ts';
import type { CheckReport } from '../checklist/checkTraining.ts';
import type { Finding } from '../checklist/checks/finding.ts';
import { dataSetText } from './dataSetText.ts';
import { count, counted } from '../words/count.ts';
import { bytes } from '../words/bytes.ts';
import { textTable } from '../words/table.ts';
import { harmless, harmlessLines } from '../words/harmless.ts';

/** The report for a person: the data set in numbers, then the findings, errors first, those of one check together. */
export function findingsText(report: CheckReport): string {
  const groups = new Map<CheckId, Finding[]>();
  for (const finding of report.findings) {
    const group = groups.get(finding.check);
    if (group === undefined) groups.set(finding.check, [finding]);
    else group.push(finding);
  }
  return harmlessLines([
    ...dataSetLines(report),
    ...[...groups].flatMap(([check, findings]) => groupLines(check, findings)),
    '',
    summaryLine(report),
  ]);
}

/** Findings of one check that are shown one by one; the JSON has them all. */
const maxShown = 10;

function groupLines(check: CheckId, findings: readonly Finding[]): string[] {
  const { level, title, why, todo } = checks[check];
  const left = findings.length - maxShown;
  return [
    '',
    `${level}: ${title}${findings.length === 1 ? '' : ` (${count(findings.length)})`}  [${check}]`,
    ...findings
      .slice(0, maxShown)
      .flatMap((finding) => [`  ${prefixOf(finding)}${finding.what}`].concat(tableLines(finding))),
    ...(left > 0 ? [`  and ${count(left)} more: --json and --fix-list have them all.`] : []),
    `  why: ${why}`,
    `  do:  ${todo}`,
  ];
}

/** The table of a finding, or its first rows. */
function tableLines({ table }: Finding): string[] {
  const left = table.length - 1 - maxRows;
  const rows = textTable(table.slice(0, maxRows + 1), null).map((line) => `    ${line}`);
  return left > 0 ? [...rows, `    and ${count(left)} more: --json has them all`] : rows;
}

const maxRows = 20;

function prefixOf({ where }: Finding): string {
  return where === null ? '' : `${placeText(where)}: `;
}

/** Where a finding is: `FILE:LINE`, or the file alone; empty where it is of no file. */
export function placeText(where: Finding['where']): string {
  if (where === null) return '';
  return `${where.file}${where.line === null ? '' : `:${where.line}`}`;
}

function dataSetLines({ dataSet, statistics, model }: CheckReport): string[] {
  const { train, valid, classes } = statistics;
  const shown = classes.slice(0, maxClasses);
  const width = Math.min(24, Math.max(0, ...shown.map(({ name }) => harmless(name).length)));
  return [
    `data set    ${dataSetText(dataSet)}`,
    `training    ${partText(train)}`,
    `validation  ${valid === null ? 'none' : partText(valid)}`,
    ...(model === null
      ? []
      : [`model       ${model.path} (${model.width} x ${model.height}${memoryText(model.memory)})`]),
    ...shown.map(
      ({ name, train: learnt, valid: judged }, category) =>
        `class ${String(category).padStart(3)}   ${harmless(name).padEnd(width)}  ${counted(learnt.objects, 'object')} on ${counted(learnt.images, 'image')}, ${count(judged.objects)} on ${count(judged.images)} to validate`,
    ),
    ...(classes.length > shown.length ? [`            and ${count(classes.length - shown.length)} more classes`] : []),
  ];
}

const maxClasses = 20;

function partText({ images, objects, negatives }: CheckReport['statistics']['train']): string {
  return `${counted(images, 'image')}, ${counted(objects, 'object')}, ${count(negatives)} without any`;
}

function memoryText(memory: number | null): string {
  return memory === null ? '' : `, about ${bytes(memory)} of GPU memory`;
}

/** How much was found: `2 errors, 1 warning, 0 hints.` */
export function summaryLine({ counts }: CheckReport): string {
  const total = counts.error + counts.warning + counts.hint;
  if (total === 0) return 'Nothing was found.';
  return `${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, ${counted(counts.hint, 'hint')}.`;
}
