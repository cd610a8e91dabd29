import {
  newCustomerId,
  type CustomerBatch,
  type CustomerBody,
  type HeldCustomer,
} from '../customers/index.js';
import type { NewChange } from '../changes/index.js';
import type { Statement, Statements } from '../domain/authority.js';
import type { FaultContext } from '../domain/choice-faults.js';
import { at } from '../domain/pointers.js';
import { Problem, type InputFault } from '../platform/problem.js';
import type { PreferencesBatch } from '../preferences/index.js';
import { toStatement } from '../sources/index.js';
import type { ImportWish } from './import-wish.js';
import { nameContactPoints } from './contact-point-names.js';
import type { ImportedCustomer, ImportedPreferences } from './imported-customer.js';
import type { ImportChunk, Progress } from './import-chunk.js';
import type { LineFate } from './import-line.js';
import { STATED, toWords, type Word } from './statements.js';

/** What all lines of a chunk have in common. */
interface Setting {
  readonly chunk: ImportChunk;
  readonly context: Omit<FaultContext, 'contactPoints'>;
  readonly wish: ImportWish;
  readonly now: Date;
}

/** A customer after one step of a line, or why the line can't be taken. */
type Step =
  { readonly progress: Progress; readonly changes: readonly NewChange[] } | { faults: InputFault[] };

/** Who stated the contact points of a line; nobody but the writer when it does not say. */
type Authors = { readonly own?: readonly Statements[] };

/** Most keys of one customer in other systems. */
const MOST_KEYS = 50;

/** Takes one line in: customer and choices, both or neither. */
export class LineImport {
  private readonly channels: ReadonlySet<string>;
  /** Whose word all lines are; null when each says it itself. */
  private readonly usual: Statement | null;
  /** Whose word the contact points are. */
  private readonly writer: Statement;
  private readonly reading: ReturnType<CustomerBatch['context']>;

  constructor(
    private readonly customers: CustomerBatch,
    private readonly preferences: PreferencesBatch,
    private readonly setting: Setting,
  ) {
    this.channels = new Set(setting.context.channels.keys());
    const { authority } = setting.wish;
    this.usual = authority === STATED ? null : this.toStatement({ authority });
    this.writer = this.usual ?? this.toStatement(NOBODY);
    this.reading = { ...customers.context(), at: setting.now };
  }

  import(line: ImportedCustomer): LineFate {
    const found = this.setting.chunk.find(line);
    const refusal = this.refuseName(line, found);
    if (refusal !== null) return refusal;
    const [known] = found;
    const customer = this.changeCustomer(known ?? this.unknown(line), line);
    const stated = 'faults' in customer ? customer : this.state(customer, line);
    if ('faults' in stated) return stated;
    this.setting.chunk.advance(stated.progress, stated.changes);
    if (known === undefined) return 'created';
    return stated.changes.length > 0 ? 'changed' : 'unchanged';
  }

  /** Why a line does not say which one customer it means; null when it does. */
  private refuseName(line: ImportedCustomer, found: readonly Progress[]): { faults: InputFault[] } | null {
    if (line.id === undefined && (line.externalIds ?? []).length === 0) return refuse('', NAMELESS);
    const holder = this.setting.chunk.holderOf(line);
    if (holder !== undefined) return refuse('/id', `This customer is part of ${holder} now: use that id.`);
    if (this.setting.chunk.isErased(line)) return refuse('/id', ERASED);
    return found.length > 1 ? refuse('/externalIds', AMBIGUOUS) : null;
  }

  private unknown(line: ImportedCustomer): Progress {
    const id = line.id?.toLowerCase() ?? newCustomerId();
    return { id, record: null, preferences: this.preferences.nothingStated(id, this.setting.now) };
  }

  private changeCustomer({ id, record, preferences }: Progress, line: ImportedCustomer): Step {
    const body = toBody(line, record);
    if ((body.externalIds?.length ?? 0) > MOST_KEYS) return refuse('/externalIds', TOO_MANY_KEYS);
    const own = this.authorsOf(line);
    if ('faults' in own) return own;
    const step = this.customers.change(record, id, body, this.writer, { ...this.reading, ...own });
    if ('conflicts' in step) return { faults: [...step.conflicts] };
    if ('faults' in step) return { faults: [...step.faults] };
    const progress = { id, record: step.after, preferences };
    return { progress, changes: step.change === null ? [] : [step.change] };
  }

  /** Who stated the contact points of a line, path by path, where the import keeps it. */
  private authorsOf({ contactPoints, stated }: ImportedCustomer): Authors | { faults: InputFault[] } {
    const told = stated?.contactPoints;
    if (this.setting.wish.authority !== STATED || told === undefined) return {};
    if (told.length !== (contactPoints ?? []).length) return refuse('/stated/contactPoints', NOT_AS_MANY);
    const own: Statements[] = [];
    for (const [index, by] of told.entries()) {
      const statements: Record<string, Statement> = {};
      for (const [path, word] of Object.entries(by)) {
        const statement = this.tryStatement(word, at('/stated/contactPoints', index));
        if ('faults' in statement) return statement;
        statements[path] = statement;
      }
      own.push(statements);
    }
    return { own };
  }

  private state(customer: Gone, line: ImportedCustomer): Step {
    let step: Step = customer;
    for (const word of this.wordsOf(line)) {
      step = this.say(step, word);
      if ('faults' in step) return step;
    }
    return this.setting.wish.authority === STATED ? this.confirm(step, line) : step;
  }

  /** By whom what is said: all by one, unless the import keeps who stated what. */
  private wordsOf(line: ImportedCustomer): Word[] {
    if (this.setting.wish.authority === STATED) return toWords(line);
    return line.preferences === undefined ? [] : [{ by: null, preferences: line.preferences, withdrawn: [] }];
  }

  private say(step: Gone, { by, preferences, withdrawn }: Word): Step {
    const statement = this.tryStatement(by);
    if ('faults' in statement) return statement;
    const said = this.change(step, preferences, statement);
    if ('faults' in said) return said;
    const ending = this.preferences.withdraw(
      said.progress.preferences,
      withdrawn,
      statement,
      this.setting.now,
    );
    return ending === null ? said : advanced(said, ending);
  }

  private change(step: Gone, said: ImportedPreferences, by: Statement): Step {
    const { context, now } = this.setting;
    const { record, preferences } = step.progress;
    const named = nameContactPoints(
      said,
      (point) => record && this.customers.findContactPoint(record, point),
    );
    if ('faults' in named) return named;
    const points = { ...context, contactPoints: record?.contactPoints ?? [] };
    const outcome = this.preferences.state(preferences, named.patch, by, points, now);
    if (outcome === 'unchanged') return step;
    if ('faults' in outcome) return { faults: outcome.faults.map(inPreferences) };
    return 'conflicts' in outcome ? contradiction(outcome.conflicts) : advanced(step, outcome);
  }

  /** Brings back when the customer confirmed, and was last heard from. */
  private confirm(step: Gone, { stated }: ImportedCustomer): Step {
    if (!stated) return step;
    let confirmed = step;
    if (stated.confirmedAt) {
      // By whom is not kept; the lesser of the two who can is the lesser claim.
      const by = this.tryStatement({ authority: 'employee_on_behalf', via: null, at: stated.confirmedAt });
      if ('faults' in by) return by;
      const next = this.preferences.confirm(step.progress.preferences, by, this.setting.now);
      if (next !== null) confirmed = advanced(step, next);
    }
    return stated.lastSaidAt ? heardFrom(confirmed, new Date(stated.lastSaidAt)) : confirmed;
  }

  private tryStatement(by: Word['by'], pointer = '/stated'): Statement | { faults: InputFault[] } {
    if (by === null && this.usual !== null) return this.usual;
    try {
      return this.toStatement(
        by === null ? NOBODY : { authority: by.authority, via: by.via, statedAt: by.at },
      );
    } catch (error) {
      if (error instanceof Problem) return refuse(pointer, error.faults[0]?.detail ?? error.detail);
      throw error;
    }
  }

  private toStatement(source: Parameters<typeof toStatement>[1]): Statement {
    const { wish, now } = this.setting;
    return toStatement(wish.caller, source, this.channels, now.getTime());
  }
}

/** Of what nobody is known to have stated. */
const NOBODY = { authority: 'import' } as const;

const NAMELESS =
  'A line needs an external id, or an id: by these the same customer is found when the line comes again.';
const ERASED = 'This customer was erased, and does not come back.';
const AMBIGUOUS = 'These ids belong to different customers.';
const NOT_AS_MANY = 'There must be as many of these as there are contact points.';
const TOO_MANY_KEYS = `A customer has at most ${MOST_KEYS} external ids.`;
const CONTRADICTED = 'Stated by a higher authority, or later by the same one.';

function refuse(pointer: string, detail: string): { faults: InputFault[] } {
  return { faults: [{ pointer, detail }] };
}

function contradiction(paths: readonly string[]): { faults: InputFault[] } {
  return { faults: paths.map((pointer) => inPreferences({ pointer, detail: CONTRADICTED })) };
}

function inPreferences({ pointer, detail }: InputFault): InputFault {
  return { pointer: `/preferences${pointer.replace(/\/contactPointId$/, '/contactPoint')}`, detail };
}

/** Keys in other systems are added; those that the line does not name belong to other systems, and stay. */
function toBody(
  { externalIds, contactPoints, silenced }: ImportedCustomer,
  record: HeldCustomer | null,
): CustomerBody {
  const known = record?.externalIds ?? [];
  const isKnown = (system: string, id: string) => known.some((key) => key.system === system && key.id === id);
  const added = (externalIds ?? []).filter(({ system, id }) => !isKnown(system, id));
  return {
    ...(contactPoints !== undefined && {
      contactPoints: contactPoints as NonNullable<CustomerBody['contactPoints']>,
    }),
    ...(silenced !== undefined && { silenced }),
    ...(added.length > 0 && { externalIds: [...known.map(({ system, id }) => ({ system, id })), ...added] }),
  };
}

type Gone = Exclude<Step, { faults: InputFault[] }>;

function advanced(
  { progress, changes }: Gone,
  { after, change }: { after: Progress['preferences']; change: NewChange },
): Gone {
  return { progress: { ...progress, preferences: after }, changes: [...changes, change] };
}

/** Only what this import stored can have been said earlier or later than it looks. */
function heardFrom(step: Gone, at: Date): Gone {
  const { preferences } = step.progress;
  if (step.changes.length === 0 || (preferences.lastSaidAt?.getTime() ?? 0) >= at.getTime()) return step;
  return { ...step, progress: { ...step.progress, preferences: { ...preferences, lastSaidAt: at } } };
}
