import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { historyPath, openHistory } from '../../history/history.ts';
import { askBriefly } from '../../processes/programs/askBriefly.ts';
import { stateDirectory } from '../../runs/runDirectory.ts';
import { listRuns } from '../../runs/runs.ts';
import { isPrivate } from '../../runs/userDirectory.ts';
import { bytes } from '../../words/bytes.ts';
import { counted } from '../../words/count.ts';
import { errorMessage } from '../../words/errors.ts';
import { fault, type Diagnosis, fine, maxSeconds } from './finding.ts';

/** The state directory, and what is in it. */
export async function findState(): Promise<Diagnosis> {
  const directory = stateDirectory();
  const problem = await whyUnusable(directory);
  if (problem !== null) return fault('state', problem);
  if (!existsSync(directory)) return fine('state', `${directory} is made with the first run`);
  try {
    const { runs, problems } = listRuns();
    const { bavail, bsize, type } = statfsSync(directory);
    const running = runs.filter((record) => record.state === 'running').length;
    const says = [
      directory,
      `${bytes(bavail * bsize)} free`,
      `file system 0x${type.toString(16)}`,
      `${counted(runs.length, 'run')}, ${running} running`,
      ...(problems.length === 0 ? [] : [`${counted(problems.length, 'record')} cannot be read`]),
      ...(isPrivate(directory) ? [] : ['open to others']),
    ].join(', ');
    return problems.length === 0 ? fine('state', says) : fault('state', says);
  } catch (error) {
    return fault('state', errorMessage(error));
  }
}

/** The database of what is remembered. */
export async function findHistory(): Promise<Diagnosis> {
  const path = historyPath();
  if ((await whyUnusable(dirname(path))) !== null)
    return fault('history', 'cannot be looked at, like the state directory');
  if (!existsSync(path))
    return fine('history', `${path} is made with the first run, SQLite ${process.versions['sqlite']}`);
  const problems: string[] = [];
  const opened = openHistory((sentence) => problems.push(sentence), path);
  try {
    const known = opened.summaries().size;
    if (problems[0] !== undefined) return fault('history', problems[0]);
    return fine('history', `${path}, ${counted(known, 'training')}, SQLite ${process.versions['sqlite']}`);
  } finally {
    opened.close();
  }
}

/**
 * A file system of another machine may not answer, and nothing that waits for it can be ended: another program looks
 * first.
 */
async function whyUnusable(directory: string): Promise<string | null> {
  const answer = await askBriefly('ls', ['-d', directory], maxSeconds);
  return answer === 'silent' ? `${directory} does not answer within ${maxSeconds} s: its file system may hang` : null;
}
