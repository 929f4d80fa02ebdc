import process from 'node:process';
import { localMembers } from '../app/fleet/localMembers.ts';
import { lookElsewhere } from '../app/fleet/openFleet.ts';
import { merged } from '../fleet/merge.ts';
import { standsForTraining } from '../fleet/member.ts';
import { byNeed } from '../fleet/needsYou.ts';
import { openHistory } from '../history/history.ts';
import { statusOfRun } from '../history/runStatus.ts';
import { reviveKeeper, reviveKeepers } from '../keeper/reviveKeeper.ts';
import { oncePerTraining, placesInTrainings } from '../runs/linked/trainings.ts';
import { listRuns, openRun } from '../runs/runs.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { type MeasuredRun, openMetricsText } from '../report/openMetrics.ts';
import { memberReport } from '../report/runsTable.ts';
import { memberText, statusReport, statusText, tmuxLine } from '../report/status.ts';
import { finishedOf } from '../app/afterEnd/finishRun.ts';
import { print, printJson, printText, warn } from '../app/print.ts';
import { usageError } from '../words/usageError.ts';
import { escapedNote, escapedOf } from '../runs/escapedNote.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { fleetChoice, type FleetValues } from './options/fleetOptions.ts';
import { onePositional, parseArguments, refuseSeveral } from './options/args.ts';
import { statusFlags } from './table/watching.ts';

/**
 * `plateau status [RUN] [--tmux | --json | --openmetrics] [--all]`: how a training does, or all that are listed. Exit
 * status 1 when there is none; with --tmux an empty line instead.
 */
export async function status(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, statusFlags);
  const word = onePositional(positionals, 'RUN');
  refuseSeveral((['tmux', 'json', 'openmetrics'] as const).filter((flag) => values[flag] === true));
  if (values.all === true && (word !== null || values.tmux === true)) {
    throw usageError(`--all is of all runs, so that ${word === null ? '--tmux' : word} makes no sense with it.`);
  }
  if (values.openmetrics === true) {
    await printMetrics(values.all === true ? oncePerTraining(listRuns().runs) : [wantedRun(word)]);
    return 0;
  }
  if (values.all === true) return printAll(values);
  if (values.tmux === true) {
    print(await lineFor(word));
    return 0;
  }
  const record = await reviveKeeper(wantedRun(word));
  const history = openHistory(warn);
  try {
    const known = await statusOfRun(record, history);
    const escaped = escapedOf(record);
    const named = escaped.map(({ pid, command }) => ({ pid, command }));
    const finished = await finishedOf(record);
    const place = placesInTrainings(listRuns().runs).get(record.id);
    if (values.json === true) printJson({ ...statusReport(record, known, place), finished, escaped: named });
    else
      for (const text of [statusText(record, known, { finished, place }), ...noteLines(escapedNote(record, escaped))])
        printText(text);
    return 0;
  } finally {
    history.close();
  }
}

/** Everything that is listed, who needs somebody first. Exit status 1 where a machine tells nothing. */
async function printAll(values: FleetValues & { readonly json?: boolean | undefined }): Promise<number> {
  const elsewhere = lookElsewhere(fleetChoice(values, readConfiguration(null, process.cwd())));
  const { runs: records, problems } = listRuns();
  await reviveKeepers(records);
  const places = placesInTrainings(records);
  const local = await localMembers(oncePerTraining(records, places), places);
  const { members, problems: away } = await elsewhere;
  const all = merged([local, members], byNeed(Date.now() / 1000)).filter(standsForTraining);
  if (values.json === true) printJson(all.map(memberReport));
  else for (const member of all) printText(memberText(member));
  for (const problem of [...problems, ...away]) warn(problem);
  return problems.length + away.length === 0 ? 0 : 1;
}

async function printMetrics(records: readonly RunRecord[]): Promise<void> {
  const history = openHistory(warn);
  try {
    await reviveKeepers(records);
    const runs: MeasuredRun[] = [];
    for (const record of records) runs.push({ record, status: await statusOfRun(record, history) });
    printText(openMetricsText(runs));
  } finally {
    history.close();
  }
}

function noteLines(note: string | null): readonly string[] {
  return note === null ? [] : [`  ${note}`];
}

/** Whatever is wrong, a status line is no place to say so. */
async function lineFor(word: string | null): Promise<string> {
  const history = openHistory(() => {});
  try {
    const record = wantedRun(word);
    await reviveKeepers([record]);
    return tmuxLine(record, await statusOfRun(record, history));
  } catch {
    return '';
  } finally {
    history.close();
  }
}

/** The run that is named, else the newest that runs, else the newest. Throws as `openRun`. */
function wantedRun(word: string | null): RunRecord {
  const running = word === null ? listRuns().runs.find(({ state }) => state === 'running') : undefined;
  return running ?? openRun(word);
}
