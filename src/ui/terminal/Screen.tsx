import { useApp, useInput, useIsScreenReaderEnabled, usePaste } from 'ink';
import { useMemo, useSyncExternalStore } from 'react';
import { IouTable } from './IouTable.tsx';
import { composeFrame, type Frame } from '../view/frame.ts';
import type { View } from '../state/view.ts';
import { useJobControl } from './jobControl.ts';
import { useMouse } from './useMouse.ts';
import { commandFor, typedText } from '../state/keys/bindings.ts';
import type { Command } from '../state/keys/keyBinding.ts';
import { mouseCommands, mouseEvent } from '../state/mouse.ts';
import { keyName } from '../state/keys/keyName.ts';
import { spokenLines, spokenOccasion } from '../view/spoken.ts';
import type { ScreenStore } from '../state/store.ts';
import { closingText } from '../view/summary.ts';
import { Rows, SpokenLines } from './Rows.tsx';
import { plainText, type Row } from '../../words/terminal/row.ts';
import type { Theme } from './theme.ts';
import { useResize } from './useResize.ts';

interface Props {
  readonly store: ScreenStore;
  readonly theme: Theme;
  /** Saves a text and returns a sentence that says where, or throws; null where nothing may be written. */
  readonly saveSnapshot: ((text: string) => Promise<string>) | null;
  /** Copies a text and returns a sentence that says so; null where nothing can be copied. */
  readonly copyText?: ((text: string) => Promise<string>) | null;
}

/**
 * The whole screen: draws what the store shows, or tells it to a screen reader (INK_SCREEN_READER=true), and turns keys
 * into commands.
 */
export function Screen({ store, theme, saveSnapshot, copyText = null }: Props) {
  const view = useSyncExternalStore(store.subscribe, store.view);
  const { exit } = useApp();
  const mouse = useMouse(view.state.mouse, (report) => {
    const event = mouseEvent(report);
    for (const command of event === null ? [] : mouseCommands(store.view(), event)) perform(command);
  });
  const job = useJobControl(mouse);
  const isReadOut = useIsScreenReaderEnabled();
  const frame = composeFrame(view);

  const perform = (command: Command) => {
    store.perform(command);
    if (command.type === 'close') exit(closingText(store.view().facts));
    else if (command.type === 'leave') exit({ text: closingText(store.view().facts), next: command.next });
    else if (command.type === 'repaint') job.repaint();
    else if (command.type === 'suspend') job.suspend();
    else if (command.type === 'copy') void copy(command.text);
    else if (command.type === 'snapshot') void snapshot(keptFrame(store.view()).rows);
  };
  const snapshot = async (rows: readonly Row[]) => {
    const text = `${rows.map((cells) => plainText(cells).trimEnd()).join('\n')}\n`;
    const said = saveSnapshot === null ? 'Nothing can be saved from here.' : await saveSnapshot(text).catch(String);
    store.dispatch({ type: 'notice', text: said });
  };
  const copy = async (text: string) => {
    const said = copyText === null ? `Nothing can be copied from here: ${text}` : await copyText(text);
    store.dispatch({ type: 'notice', text: said });
  };
  useInput((input, key) => {
    const names = keyName(input, key);
    for (const name of names) {
      if (store.view().state.notice !== null) store.dispatch({ type: 'notice', text: null });
      const command = commandFor(store.view(), name);
      if (command === null) continue;
      // A terminal without bracketed paste sends a paste as several characters at once: it must not confirm a stop.
      if (names.length > 1 && command.type === 'execute') return;
      perform(command);
      if (command.type === 'close' || command.type === 'leave') return;
    }
  });
  usePaste((text) => {
    const command = typedText(store.view().state, text.split(/[\r\n]/)[0] ?? '');
    if (command !== null) perform(command);
  });
  useResize(store);

  const occasion = spokenOccasion(view);
  // Counters are not read out again and again.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const spoken = useMemo(() => (isReadOut ? spokenLines(view) : []), [isReadOut, occasion]);
  if (isReadOut) return <SpokenLines lines={spoken} />;
  return (
    <Rows rows={frame.rows} theme={theme}>
      {frame.tables.map((placed) => (
        <IouTable key={`${placed.left},${placed.top}`} placed={placed} ascii={view.facts.characters === 'ascii'} />
      ))}
    </Rows>
  );
}

/** A frame that is kept is read anywhere: asciichart's lines, which every font and editor shows, instead of braille. */
function keptFrame({ state, facts }: View): Frame {
  return composeFrame({ state, facts: { ...facts, characters: facts.characters === 'ascii' ? 'ascii' : 'box' } });
}
