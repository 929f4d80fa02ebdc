import { resolve } from 'node:path';
import { openInBrowser } from '../app/report/openInBrowser.ts';
import { differencesOf } from '../app/group/differencesOf.ts';
import { print, warn } from '../app/print.ts';
import { writeFileOrThrow, writeForm } from '../app/report/writeForm.ts';
import { drawPng } from '../app/report/drawPng.ts';
import { reportedTraining } from '../app/report/reportedTraining.ts';
import { chartFile } from '../report/html/chartFile.ts';
import { reportPage } from '../report/html/reportPage.ts';
import { chartIds } from '../report/html/trainingCharts.ts';
import { reportMarkdown } from '../report/forms/markdown.ts';
import type { ReportedTraining } from '../report/reported.ts';
import { tidyCsv } from '../report/forms/tidyCsv.ts';
import { findGroup } from '../runs/group/findGroup.ts';
import { harmlessLines } from '../words/harmless.ts';
import { usageError } from '../words/usageError.ts';
import { oneOf, parseArguments, positiveNumber, refuseSeveral, wholeNumber } from './options/args.ts';
import { logOrRun } from './options/logOrRun.ts';
import { viewOptions } from './options/viewOptions.ts';
import { reportFlags } from './table/keeping.ts';
import { adviceFlags } from './table/sharedFlags.ts';

declare const plateauVersion: string;

/** `plateau report RUN|FILE ...`: a page, a table, a text or a chart of trainings, to keep and to show. */
export async function report(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { ...adviceFlags, ...reportFlags });
  const forms = (['csv', 'markdown', 'svg', 'png'] as const).filter((flag) => values[flag] !== undefined);
  refuseSeveral(forms);
  const form = forms[0] ?? 'html';
  const chart = oneOf(form, values.svg ?? values.png, chartIds);
  if (form === 'png' && values.output === undefined) throw usageError('--png requires --output FILE.');
  if (values.open === true && form !== 'html') throw usageError(`--open is for a page, not for --${form}.`);
  const group = values.group === undefined ? null : findGroup(values.group);
  const trainings = await readAll([...positionals, ...(group?.records ?? []).map(({ id }) => id)], values);
  switch (form) {
    case 'csv':
      writeForm(values.output, tidyCsv(trainings));
      break;
    case 'markdown':
      writeForm(values.output, harmlessLines(reportMarkdown(trainings).split('\n')));
      break;
    case 'svg':
      writeForm(values.output, chartFile(onlyOne(trainings, form), chart!));
      break;
    case 'png':
      writeFileOrThrow(values.output!, await drawPng(chartFile(onlyOne(trainings, form), chart!)));
      break;
    case 'html':
      writePage(trainings, values, group?.areFolds ?? false);
      break;
    default:
      form satisfies never;
  }
  return 0;
}

async function readAll(words: readonly string[], values: Values): Promise<readonly ReportedTraining[]> {
  const subjects = words.map(logOrRun);
  if (subjects.length === 0) throw usageError('`plateau report` needs a training: RUN or FILE, or --group NAME.');
  const trainings: ReportedTraining[] = [];
  for (const subject of subjects) {
    const { configuration, overrides } = await viewOptions(values, subject.record);
    trainings.push(
      await reportedTraining(subject, overrides, {
        gpus: wholeNumber('gpus', values.gpus) ?? 1,
        gpuPrice: positiveNumber('gpu-price', values['gpu-price']) ?? configuration.values.gpuPrice ?? null,
      }),
    );
  }
  return trainings;
}

type Values = ReturnType<typeof parseArguments<typeof adviceFlags & typeof reportFlags>>['values'];

function onlyOne(trainings: readonly ReportedTraining[], form: string): ReportedTraining {
  if (trainings.length > 1) throw usageError(`--${form} draws a chart of one training, not of ${trainings.length}.`);
  return trainings[0]!;
}

function writePage(trainings: readonly ReportedTraining[], values: Values, areFolds: boolean): void {
  const path = resolve(values.output ?? 'report.html');
  const page = reportPage(trainings, {
    now: Date.now() / 1000,
    version: plateauVersion,
    group: values.group ?? null,
    areFolds,
    differences: trainings.length === 1 ? [] : differencesOf(trainings),
  });
  writeFileOrThrow(path, page);
  print(`The report is in ${path}`);
  if (values.open === true) openInBrowser(path, warn);
}
