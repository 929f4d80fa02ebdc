import { createAdvisor } from '../advisor/advisor.ts';
import { type AdviceSettings, defaultSettings, type Verdict } from '../advisor/verdict.ts';
import { openLog } from '../log/files/openLog.ts';
import { readSize } from '../log/files/readAhead.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import { placeOf, position } from '../run/reduce.ts';
import type { Run } from '../run/run.ts';
import { readCompanions, readPlanBeside, type Started } from '../monitor/companions.ts';
import { createReading, type Reading } from '../monitor/reading.ts';
import { type KeptVerdict, type Story, storyOf } from './story.ts';

export interface StoryOptions {
  readonly trainer: TrainerChoice | null;
  readonly started: Started | null;
  readonly settings: AdviceSettings;
  /** Whether its process lives; null when nobody knows. */
  readonly alive: boolean | null;
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  /** Ends the reading, which then throws. */
  readonly signal?: AbortSignal | undefined;
}

/** How a log is read of which nothing else is known. */
export const foreignLog: StoryOptions = {
  trainer: null,
  started: null,
  settings: defaultSettings,
  alive: null,
  exit: null,
};

/**
 * Reads a log to its end, judging the training at each evaluation as its screen did. The same log gives the same story, whenever it is read.
 * Throws a full sentence when it is missing, a directory or unreadable.
 */
export async function readStory(path: string, options: StoryOptions): Promise<Story> {
  const { trainer, started, settings, alive, exit, signal } = options;
  const reading = createReading({ force: trainer });
  await readPlanBeside(reading, path);
  const habits = () => reading.trainer()?.habits ?? null;
  const advisor = createAdvisor(settings);
  const verdicts = createVerdictLog();
  let place: number | null = null;
  const look = () => {
    const next = lastPlace(reading.run);
    if (next === null || next === place) return;
    place = next;
    const known = { now: 0, alive: null, exit: null, quietSince: null, habits: habits() };
    verdicts.add(reading.run, advisor.advise(reading.run, known), next);
  };
  await readLines(reading, path, started, look, signal);
  reading.end();
  look();
  const verdict = advisor.advise(reading.run, { now: 0, alive, exit, quietSince: null, habits: habits() });
  verdicts.add(reading.run, verdict, position(reading.run));
  return storyOf(reading.run, verdicts.all(), verdict);
}

/** What there is to tell of a training without a log. */
export function storyWithoutLog({ settings, alive, exit }: StoryOptions): Story {
  const { run } = createReading();
  const known = { now: 0, alive, exit, quietSince: null, habits: null };
  return storyOf(run, [], createAdvisor(settings).advise(run, known));
}

/**
 * Reads the log line by line, and the files that its command names as soon as the trainer is known: the plan has to be there before the first
 * evaluation is judged.
 */
async function readLines(
  reading: Reading,
  path: string,
  started: Started | null,
  onLine: () => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { handle } = await openLog(path);
  let companionsRead = started === null;
  const pieces: AsyncIterable<Buffer> = handle.createReadStream({ highWaterMark: readSize });
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    for (const line of linesOf(piece)) {
      reading.push(line, null);
      if (!companionsRead && reading.trainer() !== null) {
        companionsRead = true;
        await readCompanions(reading, started!);
      }
      onLine();
    }
  }
}

/** The bytes cut behind each line end. */
function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    const next = end === -1 ? bytes.length : end + 1;
    yield bytes.subarray(start, next);
    start = next;
  }
}

function lastPlace(run: Run): number | null {
  const evaluation = run.evaluations.at(-1);
  return evaluation === undefined ? null : placeOf(run, evaluation);
}

/** More changes than this are no history but noise. */
const mostVerdicts = 1000;

function createVerdictLog() {
  const kept: KeptVerdict[] = [];
  return {
    add(run: Run, { name, action, headline }: Verdict, at: number | null): void {
      const last = kept.at(-1);
      if (last?.name === name && last.action === action) return;
      kept.push({ at, elapsed: Number.isFinite(run.elapsed) ? run.elapsed : null, name, action, headline });
      if (kept.length > mostVerdicts) kept.shift();
    },
    all: () => kept,
  };
}
