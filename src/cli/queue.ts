import { dirname } from 'node:path';
import { reviveKeepers } from '../keeper/reviveKeeper.ts';
import { moveRun } from '../keeper/queue/moveRun.ts';
import { inTurn, movesTo, type QueuePlace } from '../keeper/queue/reorder.ts';
import { describeWaiting } from '../runs/queue/describeWaiting.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { currentRecord, listRuns, openRun } from '../runs/runs.ts';
import { duration } from '../words/duration.ts';
import { textTable } from '../words/table.ts';
import { usageError } from '../words/usageError.ts';
import { print, printJson, printText, warn } from '../app/print.ts';
import { onePositional, parseArguments, refusePositionals, refuseSeveral } from './options/args.ts';
import { queueFlags } from './table/queueing.ts';

type Values = { readonly [flag in 'after' | 'after-ok' | 'before']?: string | undefined } & {
  readonly json?: boolean | undefined;
};

/** `plateau queue [--json]`: the runs that wait for their turn; `plateau queue move RUN --after RUN`: another order. */
export async function queue(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, queueFlags);
  const chosen = places.filter((flag) => values[flag] !== undefined);
  if (positionals[0] === 'move') {
    refuseSeveral(chosen);
    await move(onePositional(positionals.slice(1), 'RUN'), values);
    return 0;
  }
  refusePositionals(positionals);
  if (chosen[0] !== undefined) throw usageError(`--${chosen[0]} requires \`plateau queue move RUN\`.`);
  return list(values.json === true);
}

const places = ['after', 'after-ok', 'before'] as const;

async function list(json: boolean): Promise<number> {
  const { runs, problems } = listRuns();
  const waiting = inTurn(runs);
  await reviveKeepers(waiting);
  if (json) printJson(waiting.map(queuedReport));
  else if (waiting.length === 0)
    print('No run waits for its turn. Put one behind another with: plateau run --after RUN -- COMMAND ...');
  else
    printText(
      textTable(
        queueTable(waiting),
        process.stdout.isTTY ? { columns: process.stdout.columns, expendable: ['QUEUED'] } : null,
      ).join('\n'),
    );
  for (const { id, problem } of waiting) if (problem !== null) warn(`${id}: ${problem}`);
  for (const problem of problems) warn(problem);
  return problems.length === 0 ? 0 : 1;
}

function queuedReport({ id, name, after, command, cwd, startedAt, problem }: RunRecord) {
  return {
    id,
    name,
    after: after?.run ?? null,
    onlyOk: after?.onlyOk ?? false,
    queuedAt: startedAt,
    command,
    cwd,
    problem,
  };
}

function queueTable(waiting: readonly RunRecord[]): string[][] {
  const now = Date.now() / 1000;
  return [
    ['RUN', 'NAME', 'STATE', 'QUEUED'],
    ...waiting.map((record) => [
      record.id,
      record.name,
      describeWaiting(record) ?? '',
      `${duration(Math.max(0, now - record.startedAt))} ago`,
    ]),
  ];
}

async function move(run: string | null, values: Values): Promise<void> {
  if (run === null) throw usageError('`plateau queue move` needs the RUN to move.');
  const record = openRun(run);
  const moves = movesTo(listRuns().runs, record.id, placeOf(values));
  for (const { run: id, after } of moves) {
    await moveRun(openRun(id), after, { by: 'plateau queue' });
  }
  const now = currentRecord(dirname(record.log));
  if (values.json === true) printJson({ kind: 'moved', ...queuedReport(now) });
  else print(`${now.name} (${now.id}) ${describeWaiting(now) ?? 'has started'}.`);
}

function placeOf({ after, 'after-ok': afterOk, before }: Values): QueuePlace {
  if (before !== undefined) return { place: 'before', run: openRun(before).id };
  const behind = afterOk ?? after;
  if (behind === undefined) throw usageError('`plateau queue move RUN` needs --after, --after-ok or --before.');
  return { place: 'after', run: openRun(behind).id, onlyOk: afterOk !== undefined };
}
