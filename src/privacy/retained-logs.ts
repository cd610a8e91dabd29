import type { Provider } from '@nestjs/common';
import { AccessRetention, LedgerRetention } from '../audit/index.js';
import { ContactMonths } from '../contacts/index.js';
import type { RetainedLog } from '../platform/retained-records.js';

/** Injection token of the logs that go by age. */
export const RETAINED_LOGS = Symbol('RetainedLogs');

/** What goes by age in ways of its own: contacts by whole months; what changes tell, and who looked, as it is sealed. */
export const retainedLogs: Provider = {
  provide: RETAINED_LOGS,
  inject: [ContactMonths, LedgerRetention, AccessRetention],
  useFactory: (
    contacts: ContactMonths,
    ledger: LedgerRetention,
    accesses: AccessRetention,
  ): RetainedLog[] => [
    {
      ...{ kind: 'contacts', limit: 'retainContacts' },
      count: (before) => contacts.count(before),
      drop: (before) => contacts.drop(before),
    },
    {
      ...{ kind: 'what changes tell', limit: 'retainChanges' },
      count: (before) => ledger.count(before),
      drop: (before, goesOn) => ledger.forget(before, goesOn),
    },
    {
      ...{ kind: 'who looked', limit: 'retainAccesses' },
      count: (before) => accesses.count(before),
      drop: (before, goesOn) => accesses.cut(before, goesOn),
    },
  ],
};
