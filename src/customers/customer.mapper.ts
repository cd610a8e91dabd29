import type { Statement } from '../domain/authority.js';
import { toStatementDto } from '../sources/index.js';
import type { ContactPointRecord } from './contact-point-record.js';
import type { ContactPointDto, CustomerDto } from './customer.dto.js';
import type { CustomerRecord } from './customer.repository.js';

export function toCustomerDto({ customer, contactPoints, externalIds }: CustomerRecord): CustomerDto {
  return {
    id: customer.id,
    externalIds: externalIds.map(({ system, id }) => ({ system, id })),
    contactPoints: contactPoints.map(toContactPointDto),
    silenced: customer.silenced,
    version: customer.version,
    createdAt: customer.createdAt.toISOString(),
    updatedAt: customer.updatedAt.toISOString(),
  };
}

function toContactPointDto(row: ContactPointRecord): ContactPointDto {
  return {
    id: row.id,
    kind: row.kind,
    value: row.address ?? row.value,
    use: row.use,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    undeliverable: row.undeliverable,
    statedBy: toStatementDto(stated(row)),
  };
}

function stated({ id, statements }: ContactPointRecord): Statement {
  const statement = statements['/value'];
  if (!statement) throw new Error(`The contact point ${id} was stated by nobody.`);
  return statement;
}
