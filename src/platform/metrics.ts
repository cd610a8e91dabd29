import { Registry } from 'prom-client';

/** Where every part of the application registers its metrics; `/metrics` shows it. */
export const METRICS = new Registry();
