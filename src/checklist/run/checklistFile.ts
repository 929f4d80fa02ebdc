import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeWholeFile } from '../../runs/wholeFile.ts';
import { systemErrorMessage } from '../../words/errors.ts';
import type { CheckReport } from '../checkTraining.ts';
import { questions, type QuestionId } from '../items/questions.ts';
import { reportSchema } from './reportSchema.ts';

/** The checklist of a run: `checklist.json` of its directory, and the answers of a person beside it. */
export interface RunChecklist {
  /** `none`: not checked yet; `checking`: in progress; `done`: see the report; `failed`: see the problem. */
  readonly state: 'none' | 'checking' | 'done' | 'failed';
  readonly report: CheckReport | null;
  /** Why it could not be checked, as a sentence. */
  readonly problem: string | null;
  readonly answered: ReadonlySet<QuestionId>;
}

/** Reads the checklist of a run. A file that is missing, damaged or of another version reads as not checked. */
export function readChecklist(runDirectory: string): RunChecklist {
  const { answered } = readFile(join(runDirectory, answersFile), answersSchema) ?? { answered: [] };
  const kept = readFile(join(runDirectory, checklistFile), checklistSchema) ?? notChecked;
  return { ...kept, answered: new Set(answered) };
}

/** Writes how far the check of a run is. Throws a system error. */
export function writeChecklist(runDirectory: string, { state, report, problem }: Omit<RunChecklist, 'answered'>): void {
  writeWholeFile(join(runDirectory, checklistFile), JSON.stringify({ version, state, report, problem }));
}

/** Writes the answer to a question. Throws a sentence when it cannot be written. */
export function answerQuestion(runDirectory: string, id: QuestionId, ticked: boolean): void {
  const { answered: before } = readChecklist(runDirectory);
  const answered = questions.flatMap((each) => ((each.id === id ? ticked : before.has(each.id)) ? [each.id] : []));
  try {
    writeWholeFile(join(runDirectory, answersFile), JSON.stringify({ version, answered }));
  } catch (error) {
    const reason = systemErrorMessage(error);
    throw new Error(`The answer could not be saved in ${runDirectory}: ${reason}.`, { cause: error });
  }
}

const checklistFile = 'checklist.json';
const answersFile = 'answers.json';

/** Of both files. */
const version = 1;

const notChecked = { state: 'none', report: null, problem: null } as const;

const checklistSchema = v.variant('state', [
  v.object({ version: v.literal(version), state: v.literal('checking'), report: v.null(), problem: v.null() }),
  v.object({ version: v.literal(version), state: v.literal('failed'), report: v.null(), problem: v.string() }),
  v.object({ version: v.literal(version), state: v.literal('done'), report: reportSchema, problem: v.null() }),
]);

const answersSchema = v.object({
  version: v.literal(version),
  answered: v.array(v.picklist(questions.map(({ id }) => id))),
});

function readFile<const Schema extends v.GenericSchema>(path: string, schema: Schema): v.InferOutput<Schema> | null {
  try {
    const { success, output } = v.safeParse(schema, JSON.parse(readFileSync(path, 'utf8')));
    return success ? output : null;
  } catch {
    return null;
  }
}
