/** The secrets that tests seal personal data with. */
export const SEALING_SECRETS = {
  MASTER_KEYS: 'master-secret-of-the-tests-32-characters',
  INDEX_KEYS: 'index-secret-of-the-tests-of-32-characters',
} as const;
