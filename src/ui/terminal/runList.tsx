import process from 'node:process';
import { Box, render, Text, useApp, useInput, useStdout } from 'ink';
import { useEffect, useSyncExternalStore } from 'react';
import { keyName } from '../state/keys/keyName.ts';
import { createStore, type Store } from '../state/createStore.ts';
import {
  type ListedEntry,
  markedIndex,
  reduceRunList,
  type RunListAction,
  type RunListState,
} from '../state/runList.ts';
import { listRows } from '../view/listRows.ts';
import { terminalSize } from './terminalSize.ts';
import { paint, type Theme, themeIn, type ThemeName } from './theme.ts';
import type { Characters } from '../../words/characters.ts';
import { errorMessage } from '../../words/errors.ts';

export interface RunListOptions {
  /** The trainings as they are now, newest first. Asked again while the list is open; rejects with a full sentence. */
  readonly read: () => Promise<readonly ListedEntry[]>;
  readonly entries: readonly ListedEntry[];
  readonly characters?: Characters;
  /** Null: what the terminal itself asks for. */
  readonly theme?: ThemeName | null;
  readonly stdin?: NodeJS.ReadableStream;
  readonly stdout?: NodeJS.WritableStream;
}

/**
 * Lets the user choose one of the trainings. Resolves with its id, or null when the list was closed. The terminal is
 * given back in every case.
 */
export async function chooseRun({
  read,
  entries,
  characters = 'box',
  theme = null,
  stdin = process.stdin,
  stdout = process.stdout,
}: RunListOptions): Promise<string | null> {
  const store = createStore(reduceRunList, {
    entries,
    marked: entries[0]?.id ?? '',
    problem: null,
    ...terminalSize(stdout),
  });
  stdout.write('\r');
  const screen = render(
    <RunList store={store} read={read} characters={characters} theme={themeIn(process.env, theme)} />,
    {
      stdin,
      stdout,
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      maxFps: 10,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  const chosen: unknown = await screen.waitUntilExit();
  return typeof chosen === 'string' ? chosen : null;
}

interface Props {
  readonly store: Store<RunListState, RunListAction>;
  readonly read: RunListOptions['read'];
  readonly characters: Characters;
  readonly theme: Theme;
}

function RunList({ store, read, characters, theme }: Props) {
  const state = useSyncExternalStore(store.subscribe, store.state);
  const { exit } = useApp();
  const { stdout } = useStdout();
  useEffect(() => {
    const resized = () => store.dispatch({ type: 'resize', ...terminalSize(stdout) });
    stdout.on('resize', resized);
    return () => {
      stdout.off('resize', resized);
    };
  }, [store, stdout]);
  useEffect(() => {
    let closed = false;
    const look = async () => {
      const action = await read().then(
        (entries): RunListAction => ({ type: 'read', entries }),
        (error: unknown): RunListAction => ({ type: 'failed', problem: errorMessage(error) }),
      );
      if (!closed) store.dispatch(action);
    };
    const timer = setInterval(() => void look(), readInterval);
    return () => {
      closed = true;
      clearInterval(timer);
    };
  }, [store, read]);
  useInput((input, key) => {
    for (const name of keyName(input, key)) {
      if (name === 'q' || name === 'escape' || name === 'ctrl+c') return exit();
      if (name === 'enter') return exit(store.state().entries[markedIndex(store.state())]?.id);
      store.dispatch({ type: 'key', key: name });
    }
  });
  const rows = listRows(state.entries, markedIndex(state), state.problem, {
    width: state.columns,
    height: Math.max(1, state.rows - 1),
    characters,
  });
  return (
    <Box flexDirection="column">
      {rows.map((spans, index) => (
        // A row has no identity but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <Text key={index} wrap="truncate-end">
          {paint(spans, theme)}
        </Text>
      ))}
    </Box>
  );
}

/** Milliseconds. */
const readInterval = 2000;
