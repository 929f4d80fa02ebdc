import { Box, Text } from 'ink';
import { memo, type ReactNode } from 'react';
import type { Row } from '../../words/terminal/row.ts';
import { paint, type Theme } from './theme.ts';

interface Props {
  readonly rows: readonly Row[];
  readonly theme: Theme;
  /** What lies over the rows. */
  readonly children?: ReactNode;
}

/** The rows of a frame. */
export function Rows({ rows, theme, children }: Props) {
  return (
    <Box flexDirection="column">
      {rows.map((cells, index) => (
        // A row has no identity but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <Line key={index} text={paint(cells, theme)} />
      ))}
      {children}
    </Box>
  );
}

/** A row. One that is as before costs React nothing, and most of them are. */
const Line = memo(function Line({ text }: { readonly text: string }) {
  return <Text wrap="truncate-end">{text}</Text>;
});

/** What a screen reader says instead. */
export function SpokenLines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <Box flexDirection="column">
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Text key={index}>{line}</Text>
      ))}
    </Box>
  );
}
