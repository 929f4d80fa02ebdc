import type { Plan } from '../../../run/events.ts';

/**
 * What printed options say of the plan: torchvision's and DETR's `Namespace(...)`, RT-DETR's and D-FINE's
 * configuration. Epochs stay epochs.
 */
export function planOf(text: string): Partial<Plan> {
  const integer = (name: string): number | undefined => {
    const digits = new RegExp(String.raw`[ ({]'?${name}'?(?:=|: )(\d+)[,)}]`).exec(text)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const epochs = integer('epochs') ?? integer('epoches');
  const batch = integer('batch_size') ?? integer('total_batch_size');
  const patience = text.includes('early_stopping=True') ? integer('early_stopping_patience') : undefined;
  return {
    ...(epochs === undefined ? {} : { epochs }),
    ...(batch === undefined ? {} : { batch }),
    ...(patience === undefined ? {} : { patience }),
  };
}
