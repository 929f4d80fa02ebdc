/**
 * Keeps at least the newest `most` items. A quarter more may pile up, so that dropping the oldest is not paid for at
 * every line.
 */
export function keep<Item>(items: Item[], item: Item, most: number): void {
  items.push(item);
  if (items.length > most * 1.25) items.splice(0, items.length - most);
}
