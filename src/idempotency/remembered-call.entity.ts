import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A call that came with an `Idempotency-Key`: who works on it, whether it took effect, and what was replied. */
@Entity('remembered_call')
export class RememberedCallRow {
  /** Keyed hash of the caller and the idempotency key: neither can be read from it. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'remembered_call_pkey' })
  hash!: string;

  /** Keyed hash of what was asked: address and body. */
  @Column('text', { name: 'payload_hash' })
  payloadHash!: string;

  /** The attempt that may take effect; another one gets a new id. */
  @Column('uuid')
  owner!: string;

  @Index('remembered_call_claimed_at_index')
  @Column('timestamptz', { name: 'claimed_at' })
  claimedAt!: Date;

  /** Until then the attempt is taken to be under way, and later to have died, if there is no reply. */
  @Column('timestamptz', { name: 'leased_until' })
  leasedUntil!: Date;

  /** Set in the transaction of the effect itself. */
  @Column('boolean', { name: 'took_effect' })
  tookEffect!: boolean;

  /** The reply, encrypted with a key that is not in the database; null until there is one. */
  @Column('bytea', { nullable: true })
  reply!: Buffer | null;

  /** Ids that its address, its body and its reply hold: those of customers may be among them. */
  @Index('remembered_call_about_index', { type: 'gin' })
  @Column('uuid', { array: true, default: () => "'{}'" })
  about!: string[];
}
