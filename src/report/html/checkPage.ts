import type { CheckReport } from '../../checklist/checkTraining.ts';
import type { Finding } from '../../checklist/checks/finding.ts';
import { count, counted } from '../../words/count.ts';
import { type Markup, markup } from '../../words/page/markup.ts';
import { dataSetText } from '../dataSetText.ts';
import { placeText, summaryLine } from '../findings.ts';
import { htmlPage, type PageOrigin } from './htmlPage.ts';
import { details, table } from './tables.ts';

/** Makes a page of what a check found, as the page of a training: it needs nothing besides itself. */
export function checkPage(report: CheckReport, origin: PageOrigin): string {
  const content = markup`${dataSetParagraph(report)}
${findingsTable(report.findings, maxFindings)}
${classesTable(report)}`;
  return htmlPage('Check of a data set', content, origin);
}

/** What the data set is, its size, and how much was found in it. */
export function dataSetParagraph(report: CheckReport): Markup {
  const { train, valid } = report.statistics;
  const validation = valid === null ? 'no validation set' : counted(valid.images, 'validation image');
  return markup`<p>${dataSetText(report.dataSet)}: ${counted(train.images, 'training image')}, ${validation}. ${summaryLine(report)}</p>`;
}

/** Rows of a page. */
const maxFindings = 2000;

/** The findings as a table; what does not fit is said. */
export function findingsTable(findings: readonly Finding[], max: number): Markup | null {
  if (findings.length === 0) return null;
  const more = findings.length - max;
  const shown = findings.slice(0, max).map(({ level, what, where, todo }) => [level, what, placeText(where), todo]);
  return markup`${table(['level', 'what', 'where', 'what to do'], shown)}${
    more > 0 ? markup`<p>And ${count(more)} more: plateau check has them all.</p>` : null
  }`;
}

function classesTable({ statistics: { classes } }: CheckReport): Markup | null {
  if (classes.length === 0) return null;
  const rows = classes.map(({ name, train, valid }) => [
    name,
    count(train.objects),
    count(train.images),
    count(valid.objects),
    count(valid.images),
  ]);
  const heading = ['class', 'objects', 'images', 'objects to validate', 'images to validate'];
  return details(`Classes (${count(classes.length)})`, table(heading, rows, [1, 2, 3, 4]));
}
