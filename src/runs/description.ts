import * as v from 'valibot';
import { singleLine } from '../words/harmless.ts';
import { errorMessage } from '../words/errors.ts';

/** What a person says of a run; absent: as it was. `tags` are all of them. */
export interface Description {
  readonly name?: string;
  readonly group?: string | null;
  readonly tags?: readonly string[];
  readonly note?: string | null;
}

/** Characters of a name, a group or a tag, characters of a note, and tags of a run, at most. */
const maxWord = 80;
export const maxNote = 500;
const maxTags = 20;

/** A description as it comes over a socket or a line, without blanks around its texts. */
export const descriptionSchema = v.object({
  name: v.exactOptional(word('A name')),
  group: v.exactOptional(v.nullable(word('A group'))),
  tags: v.exactOptional(v.pipe(v.array(word('A tag')), v.maxLength(maxTags, `A run can have ${maxTags} tags.`))),
  note: v.exactOptional(v.nullable(oneLine('A note', maxNote))),
});

/** Takes blanks and what a terminal would act upon out of a description. Throws a sentence when it cannot be kept. */
export function checkedDescription(description: Description): Description {
  try {
    return v.parse(descriptionSchema, description);
  } catch (error) {
    throw new Error(errorMessage(error), { cause: error });
  }
}

/** Returns tags after some were added and others removed, each once. */
export function changedTags(
  tags: readonly string[],
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
): readonly string[] {
  return [...new Set([...tags, ...added])].filter((tag) => !removed.includes(tag));
}

/** What changes in the record of a run. */
export function describedAs({ tags, ...others }: Description): Description {
  return { ...others, ...(tags === undefined ? {} : { tags: [...new Set(tags)] }) };
}

function word(what: string) {
  return oneLine(what, maxWord);
}

function oneLine(what: string, max: number) {
  return v.pipe(
    v.string(),
    v.transform(singleLine),
    v.minLength(1, `${what} needs at least one character.`),
    v.maxLength(max, `${what} can have ${max} characters at most.`),
  );
}
