import type { CheckpointRole } from '../../run/events.ts';
import type { Emit } from '../trainer.ts';
import type { Memory } from './memory.ts';

/**
 * Reads `Saving weights to PATH` (parser.c's save_weights, on stderr; stdout in hank-ai's). What the file is for is in
 * its name: detector.c names them `_last`, `.backup` (pjreddie's), `_best`, `_final` and by iteration.
 */
export function readCheckpoint(text: string, memory: Memory, emit: Emit): boolean {
  const path = savedLine.exec(text)?.[1];
  if (path === undefined) return false;
  const role = roleOf(path);
  emit({ type: 'checkpoint', path, at: placeOf(path, role, memory), role });
  if (role === 'final') {
    memory.finished = true;
    emit({ type: 'ended', how: 'complete' });
  }
  return true;
}

/** The path is certainly complete only with its extension. */
const savedLine = /^Saving weights to (.+\.(?:weights|backup))$/;

function roleOf(path: string): CheckpointRole {
  if (/(?:_last\.weights|\.backup)$/.test(path)) return 'last';
  if (path.endsWith('_best.weights')) return 'best';
  return path.endsWith('_final.weights') ? 'final' : 'numbered';
}

/**
 * The iteration whose weights were saved. The message is on stderr and comes at once, while iteration lines may still
 * be in stdout's buffer (4096 bytes, so at most some forty lines): then the last line read is too early, and the next
 * multiple of a hundred is right, because `.backup` and `_last` are saved every hundred iterations (detector.c).
 * Otherwise it is unknown.
 */
function placeOf(path: string, role: CheckpointRole, memory: Memory): number | null {
  const number = /_(\d+)\.weights$/.exec(path)?.[1];
  if (number !== undefined) return Number(number);
  const { iteration } = memory;
  if (memory.inOrder) return iteration;
  if (role === 'final') return memory.planned === null ? null : Math.max(memory.planned, iteration ?? 0);
  return role === 'last' && iteration !== null ? Math.ceil(iteration / saveEvery) * saveEvery : null;
}

/** Literal in detector.c of pjreddie's, and in AlexeyAB's until `savelast` came in 2023. */
export const saveEvery = 100;
