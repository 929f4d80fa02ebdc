import * as v from 'valibot';
import { levels } from '../checks/check.ts';
import { checkIds } from '../checks/checks.ts';
import type { CheckReport } from '../checkTraining.ts';

const counted = { images: v.number(), objects: v.number() };

const part = v.object({
  ...counted,
  negatives: v.number(),
  maxBoxes: v.nullable(v.object({ count: v.number(), path: v.string() })),
});

const finding = v.object({
  level: v.picklist(levels),
  check: v.picklist(checkIds()),
  what: v.string(),
  where: v.nullable(v.object({ file: v.string(), line: v.nullable(v.number()) })),
  why: v.string(),
  todo: v.string(),
  files: v.array(v.string()),
  table: v.optional(v.array(v.array(v.string())), []),
});

/** The report of a check, as `checklist.json` holds it. */
export const reportSchema = v.object({
  dataSet: v.object({ form: v.picklist(['darknet', 'yolo', 'coco', 'voc']), path: v.string() }),
  statistics: v.object({
    train: part,
    valid: v.nullable(part),
    classes: v.array(v.object({ name: v.string(), train: v.object(counted), valid: v.object(counted) })),
  }),
  model: v.nullable(
    v.object({ path: v.string(), width: v.number(), height: v.number(), memory: v.nullable(v.number()) }),
  ),
  findings: v.array(finding),
  counts: v.object({ error: v.number(), warning: v.number(), hint: v.number() }),
  byCheck: v.record(v.picklist(checkIds()), v.number()),
}) satisfies v.GenericSchema<unknown, CheckReport>;
