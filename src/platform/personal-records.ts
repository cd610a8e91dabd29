/**
 * What a table keeps about customers: each feature lists its own, and from these lists alone what is known of a customer
 * is exported and erased. Plain data, so that a test can compare it with the tables that there are.
 */
export interface PersonalRecord {
  readonly table: string;
  /** What one row tells. */
  readonly about: string;
  /** SQL: the rows of a customer, whose ids, those of records merged into it included, are `$1::uuid[]`, its own first. */
  readonly of: string;
  /** The columns that are exported, each with what it means. */
  readonly columns: Readonly<Record<string, string>>;
  /** The columns that are not exported as they stand, each with the reason. */
  readonly left?: Readonly<Record<string, string>>;
  /**
   * SQL statements that erase, with `$1` as above; all are run again some time later for what arrived late, so that they
   * must bear it. `with_customer`: a foreign key takes the rows along.
   */
  readonly erasure: readonly string[] | 'with_customer';
}

/** The rows of a table that has the id of its customer in the usual column. */
export const BY_CUSTOMER_ID = 'customer_id = any($1::uuid[])';
