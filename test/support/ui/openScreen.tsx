import { onTestFinished } from 'vitest';
import { Screen } from '../../../src/ui/terminal/Screen.tsx';
import { createScreenStore, type ScreenStore, type StoreOptions } from '../../../src/ui/state/store.ts';
import { themeOf } from '../../../src/ui/terminal/theme.ts';
import {
  darknetEvents,
  type FedMonitor,
  fedMonitor,
  logLines,
  recordingControl,
  type RecordingControl,
  someVerdict,
} from './fakes.ts';
import { type FakeTerminal, mount, settle } from './harness.tsx';
import { contentLengths } from '../../../src/ui/view/contentLengths.ts';

export interface OpenedScreen {
  readonly terminal: FakeTerminal;
  readonly store: ScreenStore;
  readonly monitor: FedMonitor;
  readonly control: RecordingControl;
  readonly saved: string[];
}

/** The whole screen of a Darknet training that is half done, or of the monitor given. Closed when the test ends. */
export async function openScreen({
  columns = 80,
  rows = 24,
  readonly = false,
  monitor = fedMonitor(undefined, someVerdict()),
  control = recordingControl(),
  watching = false,
  iterations = 3000,
  beside = {},
  spoken = false,
}: {
  readonly columns?: number;
  readonly rows?: number;
  readonly readonly?: boolean;
  readonly monitor?: FedMonitor;
  readonly control?: RecordingControl;
  /** Without anything that could be controlled. */
  readonly watching?: boolean;
  readonly iterations?: number;
  /** For a screen reader. */
  readonly spoken?: boolean;
  readonly beside?: Pick<StoreOptions, 'pager' | 'readOthers' | 'machine' | 'checklist' | 'lookForTroubles' | 'note'>;
} = {}): Promise<OpenedScreen> {
  if (monitor.run.lines === 0) monitor.feed(darknetEvents(iterations), logLines(200));
  const saved: string[] = [];
  const fixed = { title: 'shapes', readonly, comeBack: 'plateau attach', characters: 'box' as const };
  const store = createScreenStore({
    lengths: contentLengths,
    monitor,
    control: watching ? null : control,
    fixed,
    columns,
    rows,
    now: () => 1000,
    ...beside,
  });
  const keep = async (text: string) => {
    saved.push(text);
    return 'Saved to screen.txt.';
  };
  const terminal = mount(<Screen store={store} theme={themeOf('none', 16)} saveSnapshot={keep} />, {
    columns,
    rows,
    spoken,
  });
  onTestFinished(() => {
    terminal.unmount();
    store.close();
  });
  await settle();
  return { terminal, store, monitor, control, saved };
}
