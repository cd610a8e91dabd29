import { Inject, Injectable } from '@nestjs/common';
import { CustomerLogin, CustomerSessionsService } from '../access/index.js';
import { CustomerReader } from '../customers/index.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';

/** What came of a login: the secret of a session, or why there is none. */
export type LoginOutcome = { readonly secret: string } | 'failed' | 'stranger';

/** Lets customers in whom the company's issuer vouches for. Where none is configured there is nothing here. */
@Injectable()
export class LoginAdmission {
  constructor(
    private readonly login: CustomerLogin,
    private readonly customers: CustomerReader,
    private readonly sessions: CustomerSessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The address to go to, and the proof for the browser's cookie; see `CustomerLogin`. */
  async begin(language: string): Promise<{ url: string; proof: string }> {
    this.requireOffered();
    return this.login.begin(language);
  }

  /** Opens a session for the customer who came back. */
  async finish(query: string, proof: string | null): Promise<LoginOutcome> {
    this.requireOffered();
    const vouched = proof === null ? null : await this.login.finish(query, proof);
    if (vouched === null) return 'failed';
    const customerId = await this.customers.findIdByExternalId(vouched.system, vouched.id);
    return customerId === null ? 'stranger' : { secret: await this.sessions.admit(customerId) };
  }

  private requireOffered(): void {
    if (this.config.oidcIssuer === null) throw new Problem('not_found', 'There is no such page.');
  }
}
