import type { Rule } from '../rule.ts';
import type { SourceFile } from '../tree.ts';

export const commentWidth: Rule = {
  name: 'comment-width',
  reason: 'The formatter keeps code within 120 columns; comments it leaves to their author.',
  violations: (tree) =>
    tree.files.flatMap((file) => {
      const lines = longComments(file);
      return lines.length === 0 ? [] : [`${file.path}:${lines.join(',')} has comments beyond column ${maxColumns}`];
    }),
};

const maxColumns = 120;

/** The lines that are or end in a comment and are longer than that. */
function longComments({ text, tokens }: SourceFile): number[] {
  const lines = text.split('\n');
  return tokens
    .filter(({ kind }) => kind === 'comment')
    .flatMap((comment) => comment.text.split('\n').map((_, at) => comment.line + at))
    .filter((line) => (lines[line - 1] ?? '').length > maxColumns);
}
