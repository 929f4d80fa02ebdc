import type { Characters } from '../characters.ts';

/** A share 0..1 as a bar of exactly `width` cells, in eighths of a cell where blocks can be shown. */
export function shareBar(share: number, width: number, characters: Characters): string {
  const filled = Math.max(0, Math.min(1, Number.isFinite(share) ? share : 0)) * width;
  if (characters === 'ascii') return '#'.repeat(Math.round(filled)).padEnd(width);
  const eighths = Math.round(filled * 8);
  return ('█'.repeat(eighths >> 3) + (eighths % 8 === 0 ? '' : '▏▎▍▌▋▊▉'[(eighths % 8) - 1]!)).padEnd(width);
}
