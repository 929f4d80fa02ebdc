import process from 'node:process';
import { differencesOf } from '../app/group/differencesOf.ts';
import { printJson, printText, warn } from '../app/print.ts';
import { groupStatistics } from '../fleet/groupStatistics.ts';
import { openHistory } from '../history/history.ts';
import { recallDetails } from '../history/recallDetails.ts';
import { type Compared, comparisonReport, comparisonText, groupFigures, letterOf } from '../report/compare.ts';
import { differenceLines, groupLine } from '../report/group/groupText.ts';
import { findGroup } from '../runs/group/findGroup.ts';
import type { RunRecord } from '../runs/runRecord.ts';

interface ComparedRun extends Compared {
  readonly record: RunRecord;
}

/** `plateau compare --group NAME`: the runs of a group side by side, and in what they differ. */
export async function compareGroup(
  group: string,
  { json, characters }: { readonly json: boolean; readonly characters: 'box' | 'ascii' },
): Promise<number> {
  const { identity, records, areFolds } = findGroup(group);
  const history = openHistory(warn);
  try {
    const compared: ComparedRun[] = [];
    for (const record of records) {
      compared.push({ name: record.name, record, details: await recallDetails(record, history) });
    }
    const statistics = groupStatistics(groupFigures(compared));
    const differs = differencesOf(compared);
    if (json) {
      printJson({
        group: { name: identity.name, kind: identity.kind, areFolds, ...statistics },
        differs: differs.map(({ setting, values }) => ({
          setting,
          values: Object.fromEntries(values.map((value, at) => [compared[at]!.record.id, value])),
        })),
        runs: compared.map(comparisonReport),
      });
      return 0;
    }
    const columns = process.stdout.isTTY ? process.stdout.columns : null;
    printText(
      [
        `${identity.name}: ${groupLine(statistics, areFolds)}`,
        '',
        comparisonText(compared, { columns, characters }),
        ...differenceLines(
          compared.map((_, at) => letterOf(at)),
          differs,
        ),
      ].join('\n'),
    );
    return 0;
  } finally {
    history.close();
  }
}
