import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeFile } from '../runs/wholeFile.ts';
import type { CheckReport } from './checkTraining.ts';
import { questions, type QuestionId } from './items.ts';
import { errorMessage } from '../words/errors.ts';

/** What is known of a run's checklist: `checklist.json` of its directory, and the answers of a person beside it. */
export interface RunChecklist {
  /** `none`: nobody checked yet; `checking`: it is being checked; `done`: see the report; `failed`: see the problem. */
  readonly state: 'none' | 'checking' | 'done' | 'failed';
  readonly report: CheckReport | null;
  /** Why it could not be checked, as a sentence. */
  readonly problem: string | null;
  readonly answered: ReadonlySet<QuestionId>;
}

/** Reads the checklist of a run. Never throws: what is missing or damaged reads as not checked, or not answered. */
export function readChecklist(runDirectory: string): RunChecklist {
  const kept = readObject(join(runDirectory, checklistFile));
  const answers = readObject(join(runDirectory, answersFile))?.['answered'];
  const answered = new Set(
    questions.map(({ id }) => id).filter((id) => Array.isArray(answers) && answers.includes(id)),
  );
  const state = states.find((each) => each === kept?.['state']) ?? 'none';
  const report = state === 'done' && isReport(kept?.['report']) ? kept['report'] : null;
  const problem = typeof kept?.['problem'] === 'string' ? kept['problem'] : null;
  return { state: state === 'done' && report === null ? 'none' : state, report, problem, answered };
}

/** Keeps how far the check of a run is. Throws what the system says when it cannot be written. */
export function writeChecklist(runDirectory: string, { state, report, problem }: Omit<RunChecklist, 'answered'>): void {
  writeWholeFile(join(runDirectory, checklistFile), JSON.stringify({ state, report, problem }));
}

/** Ticks or unticks an item that only a person can answer, and keeps it with the run. Throws a sentence when it cannot be kept. */
export function answerQuestion(runDirectory: string, id: QuestionId, ticked: boolean): void {
  const { answered } = readChecklist(runDirectory);
  const now = questions.map((question) => question.id).filter((each) => (each === id ? ticked : answered.has(each)));
  try {
    writeWholeFile(join(runDirectory, answersFile), JSON.stringify({ answered: now }));
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(`The answer could not be kept in ${runDirectory} (${reason}): free some space there.`, {
      cause: error,
    });
  }
}

const checklistFile = 'checklist.json';
const answersFile = 'answers.json';
const states = ['checking', 'done', 'failed'] as const;

function readObject(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Written whole by this program or not at all, so that its outline tells. */
function isReport(value: unknown): value is CheckReport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'findings' in value &&
    Array.isArray(value.findings) &&
    'statistics' in value &&
    'counts' in value
  );
}
