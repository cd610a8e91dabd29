import { expect, it } from 'vitest';
import { isAbout } from '../../../src/domain/levels.js';
import { catalogue } from './examples.js';

it.each<[topic: string | null, level: string | null, is: boolean]>([
  ['billing', 'billing', true],
  ['billing.dispute.legal', 'billing', true],
  ['billing', 'billing.dispute', false],
  ['news', 'billing', false],
  ['news', null, true],
  [null, null, true],
  [null, 'billing', false],
  ['a topic that was removed', 'billing', false],
  ['a topic that was removed', 'a topic that was removed', true],
  ['orphan', 'billing', false],
  ['orphan', 'nowhere', true],
  ['circle.a', 'circle.b', true],
  ['circle.a', 'billing', false],
])('a contact about %j counts for what was said of %j: %s', (topic, level, is) => {
  expect(isAbout(topic, level, catalogue().topics)).toBe(is);
});
