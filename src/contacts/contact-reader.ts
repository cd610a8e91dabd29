import { Injectable } from '@nestjs/common';
import { CustomerReader } from '../customers/index.js';
import { toPage, type Page, type PageRequest } from '../platform/pages.js';
import { invalid, Problem } from '../platform/problem.js';
import type { ContactDto } from './contact.dto.js';
import { toContactDto } from './contact.mapper.js';
import { ContactRepository, type ContactPlace } from './contact.repository.js';

const PLACE = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Reads what happened. */
@Injectable()
export class ContactReader {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly customers: CustomerReader,
  ) {}

  /** One contact; throws `not_found`. */
  async require(id: string): Promise<ContactDto> {
    const row = await this.contacts.find(id);
    if (row === null) throw new Problem('not_found', 'There is no contact with this id.');
    return toContactDto(row);
  }

  /** A customer's contacts, newest first; throws `not_found` for an unknown customer. */
  async list(customerId: string, { limit, after }: PageRequest): Promise<Page<ContactDto>> {
    const rows = await this.contacts.list(customerId, after === null ? null : toPlace(after), limit + 1);
    if (rows.length === 0 && !(await this.customers.exists(customerId)))
      throw new Problem('not_found', 'There is nothing with this id.');
    return toPage(rows, limit, toContactDto, ({ at, id }) => `${at.getTime()}_${id}`);
  }

  /** A customer's contacts as they were before they were corrected, oldest first. */
  async listCorrected(customerId: string): Promise<ContactDto[]> {
    return (await this.contacts.listRevisions(customerId)).map(toContactDto);
  }
}

function toPlace(after: string): ContactPlace {
  const [, time, id] = PLACE.exec(after) ?? [];
  if (time === undefined || id === undefined)
    throw invalid('after', 'after must be the next of an earlier page.');
  return { at: new Date(Number(time)), id };
}
