import { type SettingDifference, settingsDifference } from '../../fleet/settingsDifference.ts';
import type { RunDetails } from '../../history/runDetails.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { dumpedSettings } from './dumpedSettings.ts';

/** The settings in which trainings differ. Of a log that was not started here none is known. */
export function differencesOf(
  trainings: readonly {
    readonly name: string;
    readonly record: RunRecord | null;
    readonly details: RunDetails;
  }[],
): readonly SettingDifference[] {
  return settingsDifference(
    trainings.map(({ name, record, details }) => ({
      name,
      command: record?.command ?? [],
      dumped: record === null ? new Map() : dumpedSettings(record, details),
    })),
  );
}
