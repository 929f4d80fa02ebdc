import process from 'node:process';
import { Box, render, Text, useApp, useInput, useStdout } from 'ink';
import { useEffect, useState } from 'react';
import { keyName } from '../state/keys/keyName.ts';
import { type ListedEntry, listRows } from '../view/listRows.ts';
import { terminalSize } from './terminalSize.ts';
import { paint, type Theme, themeFor, type ThemeName, themes } from './theme.ts';
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

/** Lets the user choose one of the trainings. Resolves with its id, or null when the list was closed. The terminal is given back in every case. */
export async function chooseRun({
  read,
  entries,
  characters = 'box',
  theme = null,
  stdin = process.stdin,
  stdout = process.stdout,
}: RunListOptions): Promise<string | null> {
  stdout.write('\r');
  const screen = render(
    <RunList read={read} first={entries} characters={characters} theme={themes[theme ?? themeFor(process.env)]} />,
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
  readonly read: RunListOptions['read'];
  readonly first: readonly ListedEntry[];
  readonly characters: Characters;
  readonly theme: Theme;
}

function RunList({ read, first, characters, theme }: Props) {
  const { exit } = useApp();
  const { stdout } = useStdout();
  const [entries, setEntries] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const [marked, setMarked] = useState(first[0]?.id ?? '');
  const [size, setSize] = useState(() => terminalSize(stdout));
  useEffect(() => {
    const resized = () => setSize(terminalSize(stdout));
    stdout.on('resize', resized);
    return () => {
      stdout.off('resize', resized);
    };
  }, [stdout]);
  useEffect(() => {
    let closed = false;
    const look = async () => {
      try {
        const now = await read();
        if (closed) return;
        setEntries((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
        setProblem(null);
      } catch (error) {
        if (!closed) setProblem(errorMessage(error));
      }
    };
    const timer = setInterval(() => void look(), readEvery);
    return () => {
      closed = true;
      clearInterval(timer);
    };
  }, [read]);
  const at = Math.max(
    0,
    entries.findIndex(({ id }) => id === marked),
  );
  const go = (to: number) => setMarked(entries[Math.max(0, Math.min(entries.length - 1, to))]?.id ?? '');
  useInput((input, key) => {
    for (const name of keyName(input, key)) {
      if (name === 'q' || name === 'escape' || name === 'ctrl+c') return exit();
      if (name === 'enter') return exit(entries[at]?.id);
      const by = steps(size.rows)[name];
      if (by !== undefined) go(at + by);
    }
  });
  const rows = listRows(entries, at, problem, {
    width: size.columns,
    height: Math.max(1, size.rows - 1),
    characters,
  });
  return (
    <Box flexDirection="column">
      {rows.map((cells, index) => (
        // A row has no identity but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <Text key={index} wrap="truncate-end">
          {paint(cells, theme)}
        </Text>
      ))}
    </Box>
  );
}

/** Milliseconds. What has not changed is not drawn. */
const readEvery = 2000;

function steps(rows: number): Readonly<Record<string, number>> {
  const page = Math.max(1, rows - 4);
  const far = Number.MAX_SAFE_INTEGER;
  return { up: -1, down: 1, k: -1, j: 1, pageup: -page, pagedown: page, home: -far, end: far };
}
