import { Injectable } from '@nestjs/common';
import { Ledger } from '../changes/index.js';
import type { Caller } from '../platform/caller.js';
import { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { UnitOfWork, type Tx } from '../platform/unit-of-work.js';
import type { ContactPointRow } from './contact-point.entity.js';
import { CustomerRepository, type CustomerRecord } from './customer.repository.js';
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

/** What customers themselves do to their contact points. */
@Injectable()
export class OwnContactPointsService {
  constructor(
    private readonly customers: CustomerRepository,
    private readonly ledger: Ledger,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Takes a contact point away; throws `not_found` when it is not this customer's. */
  async remove(caller: Caller, customerId: string, id: string): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.write(tx, caller, customerId, (points) => {
        requirePoint(points, id);
        return points.filter((point) => point.id !== id);
      }),
    );
  }

  /** Says that a contact point is wrong, or right after all; a wrong one is not used to reach the customer. */
  async mark(caller: Caller, customerId: string, id: string, undeliverable: boolean): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.write(tx, caller, customerId, (points) => {
        requirePoint(points, id);
        return points.map((point) => (point.id === id ? { ...point, undeliverable } : point));
      }),
    );
  }

  /** Adds a proven contact point, or gives an old one its new value; choices that name the old one then mean the new. */
  async admit(tx: Tx, caller: Caller, customerId: string, proven: ProvenContactPoint): Promise<void> {
    const verifiedAt = this.clock.instant();
    await this.write(tx, caller, customerId, (points) => withProven(points, customerId, proven, verifiedAt));
  }

  private async write(
    tx: Tx,
    caller: Caller,
    customerId: string,
    change: (points: ContactPointRow[]) => ContactPointRow[],
  ): Promise<void> {
    const before = (await this.customers.lock(tx, customerId)) ?? unknown();
    const version = before.customer.version + 1;
    const at = this.clock.instant();
    const after: CustomerRecord = {
      ...before,
      customer: { ...before.customer, version, updatedAt: at },
      contactPoints: change(before.contactPoints).map((point, position) => ({ ...point, position })),
    };
    await this.customers.replace(tx, before, after);
    await this.ledger.append(tx, {
      type: 'customer.updated',
      at,
      customerId,
      version,
      keyId: caller.keyId,
      authority: 'customer',
      via: VIA,
      paths: ['/contactPoints'],
    });
  }
}

function withProven(
  points: ContactPointRow[],
  customerId: string,
  { kind, value, replaces }: ProvenContactPoint,
  verifiedAt: Date,
): ContactPointRow[] {
  const proof = { verifiedAt, undeliverable: false };
  const isSame = (point: ContactPointRow) => point.kind === kind && point.value === value;
  if (points.some(isSame)) return points.map((point) => (isSame(point) ? { ...point, ...proof } : point));
  if (replaces !== null) {
    if (!points.some((point) => point.id === replaces && point.kind === kind)) unknown();
    return points.map((point) => (point.id === replaces ? { ...point, value, ...proof } : point));
  }
  const added = { id: newId(), customerId, kind, value, address: null, use: null, ...proof, position: 0 };
  return [...points, added];
}

function requirePoint(points: readonly ContactPointRow[], id: string): void {
  if (!points.some((point) => point.id === id)) unknown();
}

function unknown(): never {
  throw new Problem('not_found', 'There is nothing with this id.');
}
