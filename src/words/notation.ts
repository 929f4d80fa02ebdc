/** Where a figure stands: in a sentence of a report, or compact in a pane or a status line, where every cell counts. */
export type Notation = 'sentence' | 'compact';
