import { Injectable } from '@nestjs/common';
import { CatalogueReader, type LabelledCatalogue } from '../catalogue/index.js';
import { CustomerService, type ContactPointDto } from '../customers/index.js';
import type { Preferences } from '../domain/preferences.js';
import type { ZoneRules } from '../domain/zones.js';
import { Problem } from '../platform/problem.js';
import { PreferencesReader, toPreferences, type PreferencesDto } from '../preferences/index.js';
import { masked } from './masking.js';
import type { Narration } from './summary.js';
import type { OwnVisit } from './visit.js';

/** What the page knows of its customer. */
export interface Facts {
  readonly version: number;
  readonly preferences: Preferences;
  readonly confirmedAt: string | null;
  readonly contactPoints: readonly ContactPointDto[];
  readonly catalogue: LabelledCatalogue;
  /** The customer's zone, or the company's. */
  readonly zone: ZoneRules;
  readonly narration: Narration;
}

/** What a form was shown with: the preferences at a version. */
export type Shown = Pick<Facts, 'version' | 'preferences'>;

/** Reads for the page, through the same services as the API. */
@Injectable()
export class CustomerFacts {
  constructor(
    private readonly reader: PreferencesReader,
    private readonly customers: CustomerService,
    private readonly catalogue: CatalogueReader,
  ) {}

  async of({ session, speech }: OwnVisit): Promise<Facts> {
    const [dto, customer, catalogue] = await Promise.all([
      this.reader.require(session.customerId, null),
      this.customers.require(session.customerId),
      this.catalogue.current(),
    ]);
    const preferences = stated(dto);
    const zone = preferences.timeZone === undefined ? undefined : catalogue.zone(preferences.timeZone);
    const points = new Map(customer.contactPoints.map((point) => [point.id, masked(point)]));
    return {
      version: dto.version,
      preferences,
      confirmedAt: dto.confirmedAt,
      contactPoints: customer.contactPoints,
      catalogue,
      zone: zone ?? catalogue.timeZone,
      narration: { speech, catalogue, points },
    };
  }

  /** The preferences that a form was shown with: those of an earlier version, or now when there is no such version. */
  async shown({ session }: OwnVisit, version: number, now: Facts): Promise<Shown> {
    if (version === now.version) return now;
    try {
      return { version, preferences: stated(await this.reader.requireVersion(session.customerId, version)) };
    } catch (error) {
      if (error instanceof Problem && error.kind === 'not_found') return now;
      throw error;
    }
  }
}

function stated(dto: PreferencesDto): Preferences {
  return toPreferences(dto);
}
