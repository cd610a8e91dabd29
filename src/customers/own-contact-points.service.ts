import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import type { Statement } from '../domain/authority.js';
import { statePoint, type PointFacts, type StatedPoint } from '../domain/contact-point.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import { toAuthor } from '../sources/index.js';
import {
  findStated,
  remember,
  toColumns,
  toStated,
  withoutPresent,
  type Points,
} from './contact-point-changes.js';
import type { ContactPointRecord } from './contact-point-record.js';
import { CustomerRules } from './customer-rules.js';
import { CustomerRepository, type HeldCustomer } from './customer.repository.js';
import type { VerifiableKind } from './verification.entity.js';

/** A number or address that its owner has proved. */
export interface ProvenContactPoint {
  readonly kind: VerifiableKind;
  readonly value: string;
  /** The contact point that it takes the place of; null when it is one more. */
  readonly replaces: string | null;
}

/** The preference page. */
const VIA = 'page';

/** What customers themselves do to their contact points: the highest authority, which nothing contradicts. */
@Injectable()
export class OwnContactPointsService {
  constructor(
    private readonly customers: CustomerRepository,
    private readonly rules: CustomerRules,
    private readonly ledger: Ledger,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Takes a contact point away; throws `not_found` when it is not this customer's. */
  async remove(caller: Caller, customerId: string, id: string): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.write(tx, caller, customerId, ({ contactPoints, removed }, by) => ({
        contactPoints: contactPoints.filter((point) => point.id !== id),
        removed: remember(removed, requirePoint(contactPoints, id), by, this.rules.hashOf),
      })),
    );
  }

  /** Says that a contact point is wrong, or right after all; a wrong one is not used to reach the customer. */
  async mark(caller: Caller, customerId: string, id: string, undeliverable: boolean): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.write(tx, caller, customerId, ({ contactPoints, removed }, by) => {
        const marked = stated(requirePoint(contactPoints, id), { undeliverable }, by);
        return { contactPoints: contactPoints.map((point) => (point.id === id ? marked : point)), removed };
      }),
    );
  }

  /** Adds a proven contact point, or gives an old one its new value; choices that name the old one then mean the new. */
  async admit(tx: Tx, caller: Caller, customerId: string, proven: ProvenContactPoint): Promise<void> {
    await this.write(tx, caller, customerId, (points, by) => this.withProven(points, customerId, proven, by));
  }

  private async write(
    tx: Tx,
    caller: Caller,
    customerId: string,
    change: (points: Points, by: Statement) => Points,
  ): Promise<void> {
    const before = (await this.customers.lock(tx, customerId)) ?? unknown();
    const version = before.customer.version + 1;
    const at = this.clock.instant();
    const by: Statement = {
      ...{ authority: 'customer', via: VIA },
      ...{ at: at.toISOString(), key: caller.keyId },
    };
    const { contactPoints, removed } = change(before, by);
    const after: HeldCustomer = {
      ...before,
      customer: { ...before.customer, version, updatedAt: at },
      contactPoints: contactPoints.map((point, position) => ({ ...point, position })),
      removed: withoutPresent(removed, contactPoints, this.rules.hashOf),
    };
    await this.customers.replace(tx, before, after);
    await this.ledger.append(tx, {
      type: 'contact_point.changed',
      at,
      customerId,
      version,
      ...toAuthor(by),
      paths: ['/contactPoints'],
    });
  }

  private withProven(
    points: Points,
    customerId: string,
    { kind, value, replaces }: ProvenContactPoint,
    by: Statement,
  ): Points {
    const { contactPoints, removed } = points;
    const proof = { verifiedAt: Date.parse(by.at), undeliverable: false };
    const isSame = (point: ContactPointRecord) => point.kind === kind && point.value === value;
    if (contactPoints.some(isSame)) {
      const proven = contactPoints.map((point) => (isSame(point) ? stated(point, proof, by) : point));
      return { contactPoints: proven, removed };
    }
    const columns = state(findStated(points, { kind, value }, this.rules.hashOf), proof, by);
    if (replaces === null) {
      const added = { ...columns, id: newId(), customerId, kind, value, address: null, position: 0 };
      return { contactPoints: [...contactPoints, added], removed };
    }
    const old = requirePoint(contactPoints, replaces);
    if (old.kind !== kind) unknown();
    const replaced = { ...old, value, ...columns, ...useOf(old, columns) };
    return {
      contactPoints: contactPoints.map((point) => (point.id === replaces ? replaced : point)),
      removed: remember(removed, old, by, this.rules.hashOf),
    };
  }
}

/** A contact point after its owner stated something of it. */
function stated(row: ContactPointRecord, facts: Partial<PointFacts>, by: Statement): ContactPointRecord {
  return { ...row, ...state(toStated(row), facts, by) };
}

function state(point: StatedPoint, facts: Partial<PointFacts>, by: Statement) {
  const merge = statePoint(point, facts, by, {}, Date.parse(by.at));
  if ('conflicts' in merge) throw new Problem('authority_conflict', 'Something later was stated.');
  return toColumns(merge);
}

/** Whose line it is stays as it was, with who stated it, when the number changes. */
function useOf(
  { use, statements: old }: ContactPointRecord,
  { statements }: Pick<ContactPointRecord, 'statements'>,
) {
  const stated = old['/use'];
  return { use, statements: { ...statements, ...(stated && { '/use': stated }) } };
}

function requirePoint(points: readonly ContactPointRecord[], id: string): ContactPointRecord {
  return points.find((point) => point.id === id) ?? unknown();
}

function unknown(): never {
  throw new Problem('not_found', 'There is nothing with this id.');
}
