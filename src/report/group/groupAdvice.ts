import type { Verdict } from '../../advisor/verdict.ts';
import type { Run } from '../../run/run.ts';
import { percent } from '../../words/fraction.ts';
import { textTable } from '../../words/table.ts';
import { adviceReport, adviceText } from '../advice.ts';

/** Where a run of a group stands among the others. */
export interface GroupStanding {
  readonly run: string;
  /** Of its plan, 0..1; null before its first evaluation. */
  readonly share: number | null;
  readonly best: number | null;
  readonly outrun: boolean;
}

/**
 * `plateau advise --group --json`: the advice for one run with `stop`, whether that run should stop, or for none; and
 * how all of them stand.
 */
export function groupAdviceReport(
  group: string,
  standings: readonly GroupStanding[],
  run: Run | null,
  verdict: Verdict | null,
) {
  return {
    ...(run === null || verdict === null ? {} : { stop: verdict.isStop, ...adviceReport(run, verdict) }),
    group: { name: group, runs: standings },
  };
}

/** The same for a person. */
export function groupAdviceText(group: string, standings: readonly GroupStanding[], verdict: Verdict | null): string {
  const order = standings.toSorted((one, other) => (other.best ?? -1) - (one.best ?? -1));
  const table = textTable(
    [
      ['RUN', 'OF ITS PLAN', 'BEST', ''],
      ...order.map(({ run, share, best, outrun }) => [
        run,
        share === null ? '-' : percent(share, 0),
        best === null ? '-' : percent(best),
        outrun ? 'OUTRUN' : '',
      ]),
    ],
    null,
  );
  return [...(verdict === null ? [group] : [adviceText(verdict)]), '', ...table].join('\n');
}
