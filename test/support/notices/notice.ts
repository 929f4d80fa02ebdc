import type { Notice } from '../../../src/notices/notice.ts';

export const notice: Notice = {
  kind: 'verdict',
  verdict: 'plateau',
  action: 'may-stop',
  urgency: 'normal',
  text: 'plateau (may-stop): flat for 31 epochs',
  key: 'x',
};

export const demo = { id: '20260101-000000-demo', title: 'demo' };
export const never = new AbortController().signal;
