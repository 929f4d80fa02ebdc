import { Box, Text } from 'ink';
import { Table } from 'ink-table';
import { memo, type PropsWithChildren } from 'react';
import type { PlacedTable } from '../view/frame.ts';

interface Props {
  readonly placed: PlacedTable;
  readonly ascii: boolean;
}

/**
 * Draws a table at its place over the frame. Drawn again only when a cell or the place has changed: ink-table takes 2
 * to 4 ms a row, more than all else of a frame.
 */
export const IouTable = memo(
  function IouTable({ placed, ascii }: Props) {
    const { left, top, table } = placed;
    return (
      <Box position="absolute" marginLeft={left} marginTop={top}>
        <Table
          data={table.data.map((cells) => ({ ...cells }))}
          columns={table.columns.slice()}
          header={Cell}
          cell={Cell}
          skeleton={ascii ? AsciiLine : Cell}
        />
      </Box>
    );
  },
  (before, after) => JSON.stringify(before) === JSON.stringify(after),
);

function Cell({ children }: PropsWithChildren) {
  return <Text>{children}</Text>;
}

/** ink-table draws with box characters only; in ASCII mode each is replaced by the one most like it. */
function AsciiLine({ children }: PropsWithChildren) {
  const text = typeof children === 'string' ? children : '';
  return <Text>{text.replaceAll('─', '-').replaceAll('│', '|').replaceAll(/[^-|]/g, '+')}</Text>;
}
