import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { FieldMeanings } from '../platform/field-meanings.js';
import { CustomerTrail } from './customer-trail.js';
import { ExportDto } from './export.dto.js';
import { OwnRecord } from './own-record.js';
import { RecordsReader } from './records-reader.js';

/**
 * Everything that is recorded about a customer, also under the ids that were merged into it: the one answer of the API, of
 * the company's portal and of the customer's own page.
 */
@Injectable()
export class CustomerExport {
  constructor(
    private readonly record: OwnRecord,
    private readonly trail: CustomerTrail,
    private readonly rows: RecordsReader,
    private readonly meanings: FieldMeanings,
    private readonly clock: Clock,
  ) {}

  /** Throws `not_found` for an unknown customer. */
  async of(customerId: string): Promise<ExportDto> {
    return {
      exportedAt: this.clock.instant().toISOString(),
      ...(await this.record.of(customerId)),
      changes: await this.trail.listChanges(customerId),
      lookups: await this.trail.listLookups(customerId),
      ...(await this.trail.listContacts(customerId)),
      records: await this.rows.list(await this.trail.listIds(customerId)),
      meaning: this.meanings.of(ExportDto),
    };
  }
}
