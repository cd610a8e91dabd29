import { OVERRIDE_REASONS } from '../domain/adherence.js';

/** Why a company went against a choice, as it says itself, or that it does not say; `report_contact.reasons` is in this order. */
export const REASONS = [...OVERRIDE_REASONS, 'not_said'] as const;
export type Reason = (typeof REASONS)[number];
