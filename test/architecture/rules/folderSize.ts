import { dirname } from 'node:path/posix';
import type { Rule } from '../rule.ts';

export const folderSize: Rule = {
  name: 'folder-size',
  reason: 'A folder that holds more than twenty files directly holds several concerns.',
  violations: (tree) =>
    [...Map.groupBy(tree.files, ({ path }) => dirname(path))]
      .filter(([folder, files]) => files.length > maxFiles && !flat.test(folder))
      .map(([folder, files]) => `${folder} holds ${files.length} files`),
};

const maxFiles = 20;

/** One file a command, and one file or folder a trainer. */
const flat = /^(?:src|test)\/(?:cli|trainers)$/;
