import type { ListedEntry } from '../../../src/ui/state/runList.ts';

export function listedEntry(id: string, part: Partial<ListedEntry> = {}): ListedEntry {
  return {
    id,
    name: `name of ${id}`,
    state: 'ended',
    isRunning: false,
    progress: 'iteration 950/1,800',
    best: 'mAP50 90.7 %',
    curve: [0.1, 0.5, 0.9],
    started: '2 h ago',
    trouble: null,
    verdict: `verdict of ${id}`,
    ...part,
  };
}
