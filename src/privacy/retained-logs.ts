import type { Provider } from '@nestjs/common';
import { AccessRetention } from '../audit/index.js';
import { ContactMonths } from '../contacts/index.js';
import type { RetainedLog } from '../platform/retained-records.js';

/** Injection token of the logs that go by age. */
export const RETAINED_LOGS = Symbol('RetainedLogs');

/** What goes by age in ways of its own: contacts by whole months, and who looked as a cut that is sealed. */
export const retainedLogs: Provider = {
  provide: RETAINED_LOGS,
  inject: [ContactMonths, AccessRetention],
  useFactory: (contacts: ContactMonths, accesses: AccessRetention): RetainedLog[] => [
    {
      ...{ kind: 'contacts', limit: 'retainContacts' },
      count: (before) => contacts.count(before),
      drop: (before) => contacts.drop(before),
    },
    {
      ...{ kind: 'who looked', limit: 'retainAccesses' },
      count: (before) => accesses.count(before),
      drop: (before, goesOn) => accesses.cut(before, goesOn),
    },
  ],
};
