import { expect, it } from 'vitest';
import type { Mode, WantedMode } from '../../../src/domain/catalogue.js';
import { usableModes } from '../../../src/domain/judgement.js';
import { channel } from './examples.js';

it.each<[WantedMode, Mode[], Mode[]]>([
  ['any', ['human', 'automated'], ['human', 'automated']],
  ['any', ['automated', 'human'], ['human', 'automated']],
  ['any', ['human'], ['human']],
  ['any', ['automated'], ['automated']],
  ['any', [], []],
  ['human', ['automated', 'human'], ['human']],
  ['human', ['automated'], []],
  ['automated', ['human', 'automated'], ['automated']],
  ['automated', ['human'], []],
])(
  'for one who wants %s, a channel with %j serves by %j: only what it has, a person first',
  (wanted, modes, usable) => {
    expect(usableModes(channel('phone', { modes }), wanted)).toEqual(usable);
  },
);
