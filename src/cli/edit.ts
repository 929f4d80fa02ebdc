import { describeTraining } from '../keeper/describeRun.ts';
import { changedTags, type Description } from '../runs/description.ts';
import { openRun } from '../runs/runs.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { print, printJson } from '../app/print.ts';
import { usageError } from '../words/usageError.ts';
import { onePositional, parseArguments } from './options/args.ts';
import { editFlags } from './table/listing.ts';

/** `plateau edit [RUN] [--name NAME] [--group NAME] [--tag TAG ...] [--untag TAG ...] [--note TEXT]`. */
export async function edit(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, editFlags);
  const record = openRun(onePositional(positionals, 'RUN'));
  const changes = changesOf(record, values);
  if (Object.keys(changes).length === 0) {
    throw usageError('Nothing to change: give --name, --group, --tag, --untag or --note.');
  }
  await describeTraining(record, changes, { by: 'plateau edit' });
  const { id } = record;
  const { name, group = null, tags = [], note = null } = { ...record, ...changes };
  if (values.json === true) printJson({ kind: 'changed', run: id, name, group, tags, note });
  else print([`${name} (${id})`, ...words({ group, tags, note })].join(', '));
  return 0;
}

/** An empty text takes a group or a note away. */
function changesOf(
  record: RunRecord,
  values: {
    readonly name?: string | undefined;
    readonly group?: string | undefined;
    readonly tag?: string[] | undefined;
    readonly untag?: string[] | undefined;
    readonly note?: string | undefined;
  },
): Description {
  const { name, group, tag = [], untag = [], note } = values;
  const tags = changedTags(record.tags ?? [], { added: tag, removed: untag });
  return {
    ...(name === undefined ? {} : { name }),
    ...(group === undefined ? {} : { group: group === '' ? null : group }),
    ...(tag.length + untag.length === 0 ? {} : { tags }),
    ...(note === undefined ? {} : { note: note === '' ? null : note }),
  };
}

function words({ group, tags, note }: Required<Omit<Description, 'name'>>): readonly string[] {
  return [
    ...(group === null ? [] : [`group ${group}`]),
    ...(tags.length === 0 ? [] : [`tags ${tags.join(' ')}`]),
    ...(note === null ? [] : [note]),
  ];
}
