import { describe, expect, it } from 'vitest';
import { adherenceCard } from '../../../src/insight/cards/adherence-card.js';
import type { Wording } from '../../../src/insight/cards/card.js';
import { flowCard, reasonsCard } from '../../../src/insight/cards/steering-cards.js';
import { speechFor } from '../../../src/insight/texts.js';
import { shareWords } from '../../../src/insight/words.js';
import { timeZoneRules } from '../../../src/platform/time-zones.js';
import type { AdherenceReportDto, AdherenceRowDto, SteeringReportDto } from '../../../src/reports/index.js';

const speech = speechFor('en', undefined);
const zone = timeZoneRules('Europe/Amsterdam');
if (!zone) throw new Error('There is no such zone.');
const wording: Wording = {
  speech,
  zone,
  channel: (key) => key.toUpperCase(),
  topic: (key) => `About ${key}`,
};
const share = (count: number, of: number) => ({ count, of, share: of === 0 ? null : count / of });
const frame = {
  ...{ from: '2026-01-01', until: '2026-12-01', timeZone: 'Europe/Amsterdam', by: 'system' as const },
  ...{ rolledUpAt: null, formula: '' },
};

function row(key: string, honoured: number, compared: number, unreported = 0): AdherenceRowDto {
  const contacts = compared + 10;
  return {
    ...{ key, name: key === '' ? null : key, contacts, compared, honoured: share(honoured, compared) },
    ...{ overridden: share(compared - honoured, compared), impossible: share(0, compared) },
    ...{ customerChanged: share(0, compared), nothingToCompare: share(6, contacts) },
    ...{ unknownCustomer: share(4, contacts), unreported: share(unreported, unreported * 2) },
  };
}

const report = (rows: AdherenceRowDto[]): AdherenceReportDto => ({
  ...frame,
  rows,
  total: row('total', 150, 200, 5),
});

describe('the card of adherence', () => {
  it('counts what could not be compared and what was never reported beside what could', () => {
    const [bar] = adherenceCard(report([row('crm', 60, 90, 20)]), 'system', wording).bars;
    expect(bar?.parts.map(({ tone, count }) => [tone, count])).toEqual([
      ['good', 60],
      ['chosen', 0],
      ['noWay', 0],
      ['against', 30],
      ['empty', 10],
      ['unknown', 20],
    ]);
  });

  it('names the best and the least, of those with more than a few contacts alone', () => {
    const rows = [row('crm', 90, 100), row('ivr', 40, 100), row('new', 0, 3)];
    expect(adherenceCard(report(rows), 'system', wording).headline).toBe('Most: crm, 90%. Least: ivr, 40%.');
  });

  it('draws no more rows than can be seen, and leaves none out of the table', () => {
    const rows = Array.from({ length: 20 }, (_, index) => row(`t${index}`, 50, 100));
    const card = adherenceCard(report(rows), 'topic', wording);
    expect(card.bars).toHaveLength(8);
    expect(card.bars.at(-1)?.name).toBe('13 others');
    expect(card.table.rows).toHaveLength(21);
  });
});

describe('the cards of steering', () => {
  const steering: SteeringReportDto = {
    ...frame,
    rows: [],
    total: {
      key: 'total',
      name: null,
      contacts: 120,
      compared: 100,
      against: share(30, 100),
      unreported: share(0, 0),
    },
    reasons: [
      { reason: 'cost', system: 's1', name: 'ivr', contacts: 12 },
      { reason: 'not_said', system: 's1', name: 'ivr', contacts: 13 },
      { reason: 'cost', system: 's2', name: 'crm', contacts: 5 },
    ],
    flow: [
      { from: 'phone', to: 'phone', contacts: 60, against: 2 },
      { from: 'phone', to: 'chat', contacts: 30, against: 28 },
      { from: null, to: 'post', contacts: 10, against: 0 },
    ],
  };

  it('say how much was on the wanted channel, and where it most often was not', () => {
    const card = flowCard(steering, wording);
    expect(card.headline).toBe('60% on the wanted channel');
    expect(card.behind[0]).toBe('Most often against the choice: from PHONE to CHAT, 28 contacts.');
    expect(card.table.rows.at(-1)).toEqual(['None was possible', 'POST', '10', '0']);
  });

  it('add the reasons of all systems up, the most frequent one first', () => {
    const card = reasonsCard(steering, wording);
    expect(card.rows.map(({ name, value }) => [name, value])).toEqual([
      ['Cost', '57% · 17'],
      ['No reason given', '43% · 13'],
    ]);
  });
});

describe('a share in words', () => {
  it('is never rounded to nothing or all when it is neither', () => {
    expect(shareWords({ count: 1, of: 10_000 }, speech)).toBe('<1%');
    expect(shareWords({ count: 9_999, of: 10_000 }, speech)).toBe('>99%');
    expect(shareWords({ count: 0, of: 10 }, speech)).toBe('0%');
    expect(shareWords({ count: 10, of: 10 }, speech)).toBe('100%');
    expect(shareWords({ count: 0, of: 0 }, speech)).toBe('–');
  });
});
