import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { checkTraining, type CheckReport } from '../checklist/checkTraining.ts';
import { findingsText } from '../report/findings.ts';
import { onePositional, parseArguments, splitCommand } from './options/args.ts';
import { count } from '../words/count.ts';
import { systemErrorMessage } from '../words/errors.ts';
import { printJson, printText, showProgress } from '../app/print.ts';
import { checkFlags } from './table/preparing.ts';

/**
 * `plateau check [DATA] [-- COMMAND ...]`: mistakes in a data set and a network before they cost a week. Exit status 1
 * when there is an error among them.
 */
export async function check(args: readonly string[]): Promise<number> {
  const { own, command } = splitCommand(args);
  const { values, positionals } = parseArguments(own, checkFlags);
  const progress = createProgress();
  try {
    const report = await checkTraining({
      data: onePositional(positionals, 'DATA'),
      model: values.model ?? null,
      command,
      cwd: process.cwd(),
      threads: null,
      onProgress: progress.show,
    });
    progress.clear();
    if (values.json === true) printJson(report);
    else printText(findingsText(report));
    if (values['fix-list'] !== undefined) writeFixList(values['fix-list'], report);
    return report.counts.error > 0 ? 1 : 0;
  } finally {
    progress.clear();
  }
}

/** Every file that has to be mended, once, one a line. */
function writeFixList(path: string, { findings }: CheckReport): void {
  const files = [...new Set(findings.flatMap((finding) => finding.files))];
  try {
    writeFileSync(path, files.map((file) => `${file}\n`).join(''));
  } catch (error) {
    const reason = systemErrorMessage(error);
    throw new Error(`The list of files could not be written to ${path}: ${reason}.`, { cause: error });
  }
}

/** How far it is, on a terminal only, and at most five times a second. */
function createProgress() {
  let last = Date.now();
  let shown = false;
  const isTerminal = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  return {
    show: (done: number, total: number): void => {
      if (!isTerminal || Date.now() - last < 200) return;
      last = Date.now();
      shown = true;
      showProgress(`${count(done)} of ${count(total)} images read`);
    },
    clear: (): void => {
      if (shown) showProgress(null);
      shown = false;
    },
  };
}
