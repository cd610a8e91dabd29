import { Injectable } from '@nestjs/common';
import { CatalogueReader } from '../catalogue/index.js';
import { Ledger } from '../changes/index.js';
import { CustomerReader } from '../customers/index.js';
import { judgeAdherence, type AdherenceJudgement } from '../domain/adherence.js';
import type { Customer } from '../domain/customer.js';
import { LONGEST_PERIOD } from '../domain/frequency.js';
import type { Preferences } from '../domain/preferences.js';
import { ContactRepository } from './contact.repository.js';
import type { Report } from './report.js';

/** What came of comparing, and with which version of the preferences. */
export type Judged = AdherenceJudgement & { readonly preferencesVersion: number };

/**
 * What a report is judged beside: its own contact, if it corrects one, how long the company could have waited, and whom
 * the decision was for: an id that was merged since had choices of its own.
 */
export interface Circumstances {
  readonly contactId: string | null;
  readonly deadline: Date | null;
  readonly decidedFor: string | null;
}

/** Judges contacts by the choice that was in force when they took place, however late they are reported. */
@Injectable()
export class ContactJudge {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly ledger: Ledger,
    private readonly catalogue: CatalogueReader,
    private readonly customers: CustomerReader,
  ) {}

  /** Contact points, silence and catalogue are those of today: of them no past is kept. */
  async judge(
    report: Report,
    customer: Customer | null,
    { contactId, deadline, decidedFor }: Circumstances,
  ): Promise<Judged> {
    const catalogue = await this.catalogue.current();
    const facts = { ...report, at: report.at.getTime(), deadline: deadline?.getTime() ?? null };
    if (customer === null) return { ...judgeAdherence(facts, null, catalogue), preferencesVersion: 0 };
    const { version, preferences } = await this.findChoices(decidedFor ?? customer.id, report.at);
    const counts = hasLimit(preferences) && report.direction === 'outbound';
    const from = new Date(report.at.getTime() - LONGEST_PERIOD);
    const recentOutbound = counts
      ? await this.contacts.listOutbound(customer.id, from, report.at, contactId)
      : [];
    const then = { ...customer, preferences, recentOutbound };
    return { ...judgeAdherence(facts, then, catalogue), preferencesVersion: version };
  }

  private async findChoices(id: string, at: Date): Promise<{ version: number; preferences: Preferences }> {
    const row = await this.ledger.findPreferencesVersion(await this.customers.findIdAt(id, at), at);
    return { version: row?.version ?? 0, preferences: row?.snapshot.document ?? {} };
  }
}

function hasLimit({ general, topics = {} }: Preferences): boolean {
  return [general, ...Object.values(topics)].some((choice) => choice?.limit !== undefined);
}
