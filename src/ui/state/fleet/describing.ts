import type { Member } from '../../../fleet/member.ts';
import { changedTags, type Description } from '../../../runs/description.ts';
import type { AskOf, FleetCommand } from '../keys/fleet/fleetKey.ts';
import type { FleetState } from './fleetState.ts';
import { targetsFor } from './targets.ts';

/** What was typed into a dialog; nothing is asked where that changes nothing. */
export function described(state: FleetState): FleetCommand {
  const asks = targetsFor(state, 'describe').members.flatMap((member): AskOf[] => {
    const changes = changesOf(state, member);
    return changes === null ? [] : [{ member, request: { ask: 'describe', changes } }];
  });
  return asks.length === 0 ? { type: 'back' } : { type: 'request', asks };
}

function changesOf({ layer, entry }: FleetState, { name, note, tags }: Member): Description | null {
  const text = entry.trim();
  if (layer === 'rename') return text === '' || text === name ? null : { name: text };
  if (layer === 'note') return text === (note ?? '') ? null : { note: text === '' ? null : text };
  const words = text.split(/[\s,]+/).filter((word) => word !== '' && word !== '-');
  const removed = words.flatMap((word) => (word.startsWith('-') ? [word.slice(1)] : []));
  const added = words.filter((word) => !word.startsWith('-'));
  const changed = changedTags(tags, { added, removed });
  return changed.join(' ') === tags.join(' ') ? null : { tags: changed };
}
