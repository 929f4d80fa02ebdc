import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { checkTraining, type CheckReport } from '../checklist/checkTraining.ts';
import { interruptedScan } from '../checklist/interruptedScan.ts';
import { findingsText } from '../report/findings.ts';
import { imagesReadText } from '../report/progress.ts';
import { onePositional, parseArguments, refuseSeveral, splitCommand } from './options/args.ts';
import { errorMessage, systemErrorMessage } from '../words/errors.ts';
import { exitStatuses } from '../words/exitStatus.ts';
import { usageError } from '../words/usageError.ts';
import { printJson, printText, showProgress, warn } from '../app/print.ts';
import { checkFlags } from './table/preparing.ts';

/**
 * `plateau check [DATA] [-- COMMAND ...]`: mistakes in a data set and a network before they cost a week. Exit status 1
 * when there is an error among them, 2 when it could not be checked, 130 when it was interrupted; JSON in each case.
 */
export async function check(args: readonly string[]): Promise<number> {
  const { own, command } = splitCommand(args);
  const { values, positionals } = parseArguments(own, checkFlags);
  const data = onePositional(positionals, 'DATA');
  const json = values.json === true;
  refuseSeveral((['json', 'csv', 'markdown'] as const).filter((flag) => values[flag] === true));
  if (json && values.output !== undefined) throw usageError('--json is for what is printed, not for --output.');
  const progress = createProgress();
  const stop = new AbortController();
  // The second one ends it at once.
  process.once('SIGINT', () => stop.abort());
  let report: CheckReport;
  try {
    report = await checkTraining({
      data,
      model: values.model ?? null,
      command,
      cwd: process.cwd(),
      threads: null,
      thorough: values.thorough === true,
      signal: stop.signal,
      onProgress: progress.show,
    });
  } catch (error) {
    progress.clear();
    const problem = errorMessage(error);
    const interrupted = interruptedScan(error);
    if (json) {
      printJson(
        interrupted === null ? { state: 'failed', problem } : { state: 'interrupted', problem, ...interrupted },
      );
    }
    warn(problem);
    return interrupted === null ? exitStatuses.cannotTell : exitStatuses.interrupted;
  }
  progress.clear();
  if (json) printJson({ state: 'done', ...report });
  else await writeReport(report, values);
  if (values['fix-list'] !== undefined) writeFixList(values['fix-list'], report);
  return report.counts.error > 0 ? exitStatuses.failure : exitStatuses.success;
}

declare const plateauVersion: string;

/** Prints what was found for a person, or writes it in the form that was asked for. */
async function writeReport(
  report: CheckReport,
  {
    csv = false,
    markdown = false,
    output,
  }: { readonly csv?: boolean; readonly markdown?: boolean; readonly output?: string },
): Promise<void> {
  if (!csv && !markdown && output === undefined) return printText(findingsText(report));
  const [{ findingsCsv, findingsMarkdown }, { writeForm }] = await Promise.all([
    import('../report/forms/findingForms.ts'),
    import('../app/report/writeForm.ts'),
  ]);
  if (csv) return writeForm(output, findingsCsv(report));
  if (markdown) return writeForm(output, findingsMarkdown(report));
  const { checkPage } = await import('../report/html/checkPage.ts');
  return writeForm(output, checkPage(report, { now: Date.now() / 1000, version: plateauVersion }));
}

/** Every file that has to be mended, once, one a line. */
function writeFixList(path: string, { findings }: CheckReport): void {
  const files = [...new Set(findings.flatMap((finding) => finding.files))];
  try {
    writeFileSync(path, files.map((file) => `${file}\n`).join(''));
  } catch (error) {
    const reason = systemErrorMessage(error);
    throw usageError(`The list of files could not be written to ${path}: ${reason}.`, { cause: error });
  }
}

/** How far it is, on a terminal only, and at most five times a second. */
function createProgress() {
  let last = performance.now();
  let started = last;
  let before = 0;
  let shown = false;
  const isTerminal = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  return {
    show: (done: number, total: number): void => {
      const now = performance.now();
      // Some images are read again, as a whole.
      if (done < before) started = now;
      before = done;
      if (!isTerminal || now - last < 200) return;
      last = now;
      shown = true;
      showProgress(imagesReadText(done, total, (now - started) / 1000));
    },
    clear: (): void => {
      if (shown) showProgress(null);
      shown = false;
    },
  };
}
