import { describe, expect, test, vi } from 'vitest';
import type { LookForTroubles, Trouble } from '../../../src/ui/state/facts/troubles.ts';
import { openScreen } from '../../support/ui/openScreen.tsx';

const disk: Trouble = { kind: 'disk', brief: 'disk 96% full', text: 'The disk of /home/ada is 96 % full: free some.' };

describe('what is wrong beside the log', () => {
  test('is said at once, and stays in the header after the next key', async () => {
    let troubles: readonly Trouble[] = [];
    const lookForTroubles = vi.fn<LookForTroubles>(() => troubles);
    const { terminal, store } = await openScreen({ columns: 110, beside: { lookForTroubles } });
    await vi.waitFor(() => expect(lookForTroubles).toHaveBeenCalled(), { timeout: 20_000 });
    expect(terminal.lastFrame()).not.toContain('disk');
    troubles = [disk];
    await vi.waitFor(() => expect(terminal.lastFrame()).toContain(disk.text), { timeout: 20_000 });
    expect(terminal.lastFrame()).toContain(disk.brief);
    store.dispatch({ type: 'notice', text: null });
    await vi.waitFor(() => expect(terminal.lastFrame()).not.toContain(disk.text), { timeout: 20_000 });
    expect(terminal.lastFrame()).toContain(disk.brief);
    troubles = [{ ...disk, brief: 'disk 97% full' }];
    await vi.waitFor(() => expect(terminal.lastFrame()).toContain('disk 97% full'), { timeout: 20_000 });
    expect(terminal.lastFrame()).not.toContain(disk.text);
    troubles = [];
    await vi.waitFor(() => expect(terminal.lastFrame()).not.toContain('disk'), { timeout: 20_000 });
  });
});
