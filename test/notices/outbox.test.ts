import { describe, expect, test } from 'vitest';
import type { Notice } from '../../src/notices/notice.ts';
import { createOutbox } from '../../src/notices/outbox.ts';
import { parseWebhook, webhookSender } from '../../src/notices/webhook.ts';
import { demo, notice } from '../support/notices/notice.ts';
import { serve } from '../support/notices/serve.ts';

describe('the outbox', () => {
  test('sends in order, one at a time, to each sender for itself', async () => {
    const sent: string[] = [];
    const slow = async ({ text: words }: Notice) => {
      await new Promise((done) => {
        setTimeout(done, 5);
      });
      sent.push(`slow ${words}`);
    };
    const broken = async () => {
      throw new Error('It broke.');
    };
    const outbox = createOutbox([slow, broken], demo);
    for (const words of ['a', 'b', 'c']) outbox.put({ ...notice, text: words });
    expect(await outbox.close(10)).toEqual(['It broke.']);
    expect(sent).toEqual(['slow a', 'slow b', 'slow c']);
  });

  test('drops what does not arrive in the last seconds, and says so', async () => {
    const { address, posted } = await serve(null);
    const outbox = createOutbox([webhookSender(parseWebhook(address))], demo);
    outbox.put(notice);
    await expect.poll(() => posted).toHaveLength(1);
    expect(await outbox.close(0.05)).toEqual(['A notice was still on its way and was dropped.']);
  });

  test('with nothing on its way closes at once', async () => {
    expect(await createOutbox([async () => {}], demo).close(1000)).toEqual([]);
  });
});
