import { EFFORT_FORMULA } from '../domain/effort.js';

const UNREPORTED =
  'unreported: decisions of action contact, serve or offer for a known customer, 24 hours old and without an outcome, counted by the day, system, channel and topic of the decision; what happened there is not in the other figures.';

const COMPARED =
  'Contacts are counted by the day on which they took place, the system that acted, the channel on which they took place in the end and their topic. compared = honoured + overridden + impossible + customerChanged: contacts of customers who stated something that bears on them, judged against the choice in force at that moment.';

/** How the figures of each report are made, in words, as they go with the figures. */
export const FORMULAS = {
  adherence: [
    COMPARED,
    'contacts = compared + nothingToCompare + unknownCustomer. What there is nothing to compare with is never counted as honoured.',
    UNREPORTED,
  ].join(' '),
  companyEffort: [
    EFFORT_FORMULA,
    'mean, percentiles and histogram are of the contacts with a score; percentiles are in steps of 5: the lower bound of the bin in which they lie.',
    'customers is an estimate from a sketch of their ids.',
    UNREPORTED,
  ].join(' '),
  steering: [
    COMPARED,
    'against = overridden. reasons are what the company says itself; a reason explains a deviation and does not undo it.',
    'flow counts what was compared, from the best ranked channel that was possible, or that of arrival, to the one on which the contact took place.',
    UNREPORTED,
  ].join(' '),
  coverage:
    'Questions are counted by the day on which they were handed out, the system that got them, the channel on which they were to be asked and their topic. asked = answered + declined + overtaken + expired + open. customers are counted once a day, all of them.',
  silence:
    'Counted once a day over all customers. neverAsked: stated nothing, and no question was ever handed out. stale: has a choice, and said or confirmed nothing within STALE_AFTER. noContact: no contact with result reached for that many whole months, nor since the customer is in the registry. undeliverable: a contact point is marked so. bounced: the last contact with a known result was undeliverable.',
  systems: [
    'decisions are those that the system asked for, once they are 24 hours old; writes are its changes in the ledger; contacts are those in which it acted, withoutDecision those without asking first.',
    'writes_never_reads and acts_never_reads: none of its decisions are in the span. never_reports: some of its decisions needed an outcome, and none got one.',
    UNREPORTED,
  ].join(' '),
} as const;
