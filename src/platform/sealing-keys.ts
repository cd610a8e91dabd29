import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from './config.js';
import { blindIndex, newDataKey, toIndexKey, toMasterKey, unwrap, wrap, type NamedKey } from './sealing.js';
import type { SealingConfig } from './sealing-variables.js';

/** A customer's key as the database holds it. */
export interface WrappedKey {
  readonly customerId: string;
  readonly wrapped: Buffer;
  /** Name of the master key that opens it. */
  readonly masterKeyId: string;
}

/** The keys from outside the database. Of each kind the first one writes, and all of them read. */
@Injectable()
export class SealingKeys {
  private readonly masters: readonly NamedKey[];
  private readonly indexes: readonly NamedKey[];

  /** Without keys nothing can be sealed; it is no fault before something is to be. */
  constructor(@Inject(CONFIG) { masterKeys, indexKeys }: Pick<Config, keyof SealingConfig>) {
    this.masters = (masterKeys ?? []).map(toMasterKey);
    this.indexes = (indexKeys ?? []).map(toIndexKey);
  }

  /** Names of the master keys, the one that writes first. */
  get masterIds(): readonly string[] {
    return this.masters.map(({ id }) => id);
  }

  /** Names of the index keys, the one that writes first. */
  get indexIds(): readonly string[] {
    return this.indexes.map(({ id }) => id);
  }

  /** A new key for a customer, and its form for the database. */
  newKey(customerId: string): { key: Buffer; row: WrappedKey } {
    const key = newDataKey();
    return { key, row: this.wrap(key, customerId) };
  }

  /** A customer's key for the database, under the master key that writes. */
  wrap(key: Buffer, customerId: string): WrappedKey {
    const master = first(this.masters);
    return { customerId, wrapped: wrap(key, master, customerId), masterKeyId: master.id };
  }

  /** A customer's key again; throws when it was changed, is another customer's, or its master key is not there. */
  unwrap({ customerId, wrapped, masterKeyId }: WrappedKey): Buffer {
    const master = this.masters.find(({ id }) => id === masterKeyId);
    if (master === undefined) throw new Error(`The master key ${masterKeyId} is not in MASTER_KEYS.`);
    return unwrap(wrapped, master, customerId);
  }

  /** What a number or address is stored under. */
  indexOf(kind: string, value: string): Buffer {
    return blindIndex(first(this.indexes), kind, value);
  }

  /** All that it may be stored under while index keys change. */
  indexesOf(kind: string, value: string): Buffer[] {
    return this.indexes.map((key) => blindIndex(key, kind, value));
  }
}

function first(keys: readonly NamedKey[]): NamedKey {
  const [key] = keys;
  if (key === undefined) throw new Error('There are no keys to seal with.');
  return key;
}
