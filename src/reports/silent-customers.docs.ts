import type { EndpointOptions } from '../platform/endpoint.js';

/** The documentation of the list of the silent. */
export const SILENT_LIST: EndpointOptions = {
  group: 'bulk',
  summary: 'The silent customers, a line each',
  description:
    'As they are now, in the order of their ids, as newline-delimited JSON of any length: `customerId`, `externalIds`, and `since` (`stale`: the last word; `no_contact`: the last successful contact, or when the customer was added; else null). The key needs `customers:read` as well.',
  sees: { as: 'silence_list', whom: 'itself' },
  scope: 'reports:read',
  problems: ['invalid'],
  alsoScope: 'customers:read',
  content: {
    'application/x-ndjson': {
      schema: {
        type: 'string',
        description: 'One JSON object in each line.',
        example:
          '{"customerId":"019aa001-7b1c-7000-8000-000000000001","externalIds":[{"system":"crm","id":"C-1042"}],"since":"2025-03-02T10:00:00+00:00"}\n',
      },
    },
  },
};
