import { readRecord } from '../../runs/runRecord.ts';
import type { CheckId } from '../checks/checks.ts';
import { checkTraining } from '../checkTraining.ts';
import type { Finding } from '../checks/finding.ts';
import { writeChecklist } from './checklistFile.ts';
import { errorMessage } from '../../words/errors.ts';

/**
 * Checks the data set and the model that a run's command names, and writes the result to its directory. A failed check
 * is written as a sentence. Throws when the record cannot be read or the result cannot be written.
 */
export async function checkRun(runDirectory: string): Promise<void> {
  const { command, cwd } = readRecord(runDirectory);
  writeChecklist(runDirectory, { state: 'checking', report: null, problem: null });
  writeChecklist(runDirectory, await outcomeOf(command, cwd));
}

async function outcomeOf(command: readonly string[], cwd: string): Promise<Parameters<typeof writeChecklist>[1]> {
  try {
    const report = await checkTraining({
      data: null,
      model: null,
      command,
      cwd,
      threads: 1,
      maxFileBytes,
      onProgress: () => {},
    });
    return { state: 'done', report: { ...report, findings: firstOfEach(report.findings) }, problem: null };
  } catch (error) {
    return { state: 'failed', report: null, problem: errorMessage(error) };
  }
}

/**
 * Keeps the first findings of each check: a wrong data set can have one for every image. `plateau check` prints all.
 */
function firstOfEach(findings: readonly Finding[]): Finding[] {
  const kept = new Map<CheckId, number>();
  return findings.filter(({ check }) => {
    kept.set(check, (kept.get(check) ?? 0) + 1);
    return kept.get(check)! <= maxOfEach;
  });
}

const maxOfEach = 50;

/** As objects, and with what can be wrong with each, it takes some fifteen times that. */
const maxFileBytes = 5 * 1024 * 1024;
