import { openPoint } from '../customers/index.js';
import type { ContactPointKind } from '../domain/catalogue.js';
import type { ContactPoint } from '../domain/customer.js';
import type { SealingKeys, WrappedKey } from '../platform/sealing-keys.js';

/** A contact point as a look-up finds it, its value in base64. */
export interface SealedContactPoint extends Omit<ContactPoint, 'value'> {
  readonly sealed: string;
}

/**
 * A contact point that a look-up found. Its value is decrypted when somebody reads it, and not before: most decisions
 * tell no value, and the others one of them.
 */
export class FoundContactPoint implements ContactPoint {
  readonly id: string;
  readonly kind: ContactPointKind;
  readonly undeliverable: boolean;
  readonly #sealed: string;

  constructor(
    { id, kind, undeliverable, sealed }: SealedContactPoint,
    private readonly owner: WrappedKey,
    private readonly keys: SealingKeys,
  ) {
    this.id = id;
    this.kind = kind;
    this.undeliverable = undeliverable;
    this.#sealed = sealed;
  }

  get value(): string {
    const { id, kind } = this;
    const { customerId } = this.owner;
    const sealed = Buffer.from(this.#sealed, 'base64');
    return openPoint({ id, customerId, kind, sealed }, this.keys.unwrap(this.owner)).value;
  }
}
