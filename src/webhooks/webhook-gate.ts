import { isIPv6, type LookupFunction } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { invalid } from '../platform/problem.js';
import { WebhookResolver } from './webhook-resolver.js';
import { isAllowedAddress, isLocalName, literalOf, refusalOf } from './webhook-target.js';

/** The one who let a connection be made, or not. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

const LOOPBACK = ['127.0.0.1'];

/** Lets deliveries out to public receivers alone. */
@Injectable()
export class WebhookGate {
  private readonly loopback: boolean;

  constructor(
    @Inject(CONFIG) { webhookLoopback }: Config,
    private readonly resolver: WebhookResolver,
  ) {
    this.loopback = webhookLoopback;
  }

  /** Throws `invalid` for an address that is no receiver, or whose name has no address or one that is not public. */
  async require(url: string): Promise<void> {
    const refusal = refusalOf(url, this.loopback);
    if (refusal !== null) throw invalid('/url', refusal);
    const { hostname } = new URL(url);
    if (literalOf(hostname) !== null) return;
    await this.resolve(hostname).catch(() => {
      throw invalid('/url', 'This name stands for no public address.');
    });
  }

  /** The same before every delivery, for what the text itself tells; throws `TargetRefused`. */
  check(url: string): void {
    const refusal = refusalOf(url, this.loopback);
    if (refusal !== null) throw new TargetRefused(refusal);
  }

  /**
   * Looks up a name for a connection: what is answered has been checked, and the connection is made to exactly that. It is
   * not asked for IP addresses: `check` judges those.
   */
  readonly lookup: LookupFunction = (hostname, _options, callback) => {
    this.resolve(hostname).then(
      (addresses) =>
        callback(
          null,
          addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
        ),
      (error: Error) => callback(error, []),
    );
  };

  /** All addresses of a name; throws when one of them is not public. */
  private async resolve(hostname: string): Promise<string[]> {
    const addresses =
      this.loopback && isLocalName(hostname) ? LOOPBACK : await this.resolver.addressesOf(hostname);
    if (addresses.every((address) => isAllowedAddress(address, this.loopback))) return addresses;
    throw new TargetRefused('The name stands for an address that is not public.');
  }
}
