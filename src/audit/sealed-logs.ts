/** The logs that are sealed. */
export const LOG_NAMES = ['ledger', 'access'] as const;
export type LogName = (typeof LOG_NAMES)[number];

/** How the rows of a log are put into words, the same for sealing and for looking: in SQL, by built-in functions alone. */
interface SealedLog {
  readonly from: string;
  /** The function that says up to where nothing can be added any more. */
  readonly horizon: string;
  /** What stays of a row for ever. */
  readonly lasting: string;
  /** What can be forgotten, behind its salt; null once it is. */
  readonly passing: string;
  /** The digest that stands for it once it is forgotten, where nothing stands in its place. */
  readonly digest: string;
}

const microseconds = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint`;

/** What a change tells of a person. `statements` stand in the snapshot. */
export const CONTENTS = `jsonb_build_array(r.authority, r.via, ${microseconds('r.stated_at')}, to_jsonb(r.paths), r.snapshot)::text`;

/** The same once it is forgotten. */
const NO_CONTENTS = `jsonb_build_array(null, null, null, '[]'::jsonb, null)::text`;

export const SEALED_LOGS: Readonly<Record<LogName, SealedLog>> = {
  ledger: {
    from: 'change r left join ledger_content c on c.sequence = r.sequence',
    horizon: 'change_horizon()',
    lasting: `jsonb_build_array(r.sequence, r.id, r.type, ${microseconds('r.at')}, r.customer_id, r.version, r.key_id)::text`,
    passing: `c.salt::text || ' ' || ${CONTENTS}`,
    digest: `case when ${CONTENTS} = ${NO_CONTENTS} then c.digest end`,
  },
  access: {
    from: 'access_entry r',
    horizon: 'access_horizon()',
    lasting: `jsonb_build_array(r.sequence, ${microseconds('r.at')}, r.key_id, r.operation)::text`,
    passing: `r.salt::text || ' ' || r.customer_id::text || ' ' || coalesce(r.decision_id::text, '')`,
    digest: 'case when r.customer_id is null and r.decision_id is null then r.forgotten end',
  },
};
