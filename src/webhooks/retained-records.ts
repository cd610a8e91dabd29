import { olderIn, type RetainedRecord } from '../platform/retained-records.js';

/** Deliveries that are over. */
export const RETAINED_RECORDS: readonly RetainedRecord[] = [
  {
    kind: 'deliveries',
    limit: 'retainDeliveries',
    ...olderIn('webhook_delivery', 'id', `state <> 'waiting' and created_at < $1`),
  },
];
