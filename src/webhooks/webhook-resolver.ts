import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

/** Longest wait for a name server, milliseconds; it is asked twice. */
const PATIENCE = 2_000;

/**
 * Asks what a name stands for. Not by `getaddrinfo`: it waits in one of the four threads that the whole process has, so
 * that one name whose server is dead would hold up all others.
 */
@Injectable()
export class WebhookResolver {
  private readonly resolver = new Resolver({ timeout: PATIENCE, tries: 2 });

  /** All addresses of a name; throws when there is none. */
  async addressesOf(name: string): Promise<string[]> {
    const answers = await Promise.allSettled([this.resolver.resolve4(name), this.resolver.resolve6(name)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length === 0) throw new Error('The name has no address.');
    return addresses;
  }
}
