import { InvalidArgumentError, type Command } from 'commander';
import { KeysService, type KeySummary, type NewKey } from '../access/index.js';
import { AUTHORITIES, type Authority } from '../domain/authority.js';
import { SCOPES, type Scope } from '../platform/scopes.js';
import { LIMITS_RULE, readLimits, writeLimits, type RateLimits } from '../platform/limit-variables.js';
import { addRotation } from './rotation.js';
import { say, withFeatures, wordsOf } from './running.js';

/** `voorkeur keys …` */
export function addKeys(keys: Command): void {
  addCreate(keys);
  addList(keys);
  addLimit(keys);
  addRevoke(keys);
  addRotation(keys);
}

function addCreate(keys: Command): void {
  keys
    .command('create')
    .description('make a key, and show it this once')
    .requiredOption('--name <name>', 'name of the system that will use it', nameArgument)
    .requiredOption(
      '--scopes <scopes>',
      `what it may do, with commas, or all: ${SCOPES.join(' ')}`,
      scopesArgument,
    )
    .option(
      '--authorities <authorities>',
      `whose word it may pass on, with commas, the first one as the default: ${AUTHORITIES.join(' ')}`,
      authoritiesArgument,
    )
    .option('--limits <limits>', `other limits than RATE_LIMITS: ${LIMITS_RULE}`, limitsArgument)
    .action((wanted: NewKey) =>
      withFeatures(async (app) => {
        const { id, key } = await app.get(KeysService).create(wanted);
        say(`Key ${id} for ${wanted.name}. It is shown this once:\n${key}`);
      }),
    );
}

function addList(keys: Command): void {
  keys
    .command('list')
    .description('list all keys, oldest first')
    .action(() =>
      withFeatures(async (app) => {
        const all = await app.get(KeysService).list();
        say(
          all.length === 0
            ? 'There are no keys. Make one: voorkeur keys create --help'
            : all.map(lineOf).join('\n'),
        );
      }),
    );
}

function addLimit(keys: Command): void {
  keys
    .command('limit')
    .description('give a key other limits; those that are left out are as RATE_LIMITS says')
    .argument('<id>', 'its id, as keys list shows it')
    .argument('[limits...]', LIMITS_RULE)
    .action((id: string, words: string[]) =>
      withFeatures(async (app) => {
        const limits = words.length === 0 ? {} : limitsArgument(words.join(' '));
        await app.get(KeysService).limit(id, limits);
        say(
          `Key ${id}: ${writeLimits(limits) || 'the usual limits'}. Running services know within a second.`,
        );
      }),
    );
}

function addRevoke(keys: Command): void {
  keys
    .command('revoke')
    .description('end a key at once')
    .argument('<id>', 'its id, as keys list shows it')
    .action((id: string) =>
      withFeatures(async (app) => {
        await app.get(KeysService).revoke(id);
        say(`Key ${id} is revoked. Running services refuse it within a second.`);
      }),
    );
}

function lineOf({ id, name, scopes, authorities, limits, createdAt, revokedAt }: KeySummary): string {
  const state = revokedAt ? `revoked ${revokedAt.toISOString()}` : 'active';
  const allowed = scopes.length === SCOPES.length ? 'all scopes' : scopes.join(',');
  const facts = [id, name, state, `since ${createdAt.toISOString()}`, allowed, authorities.join(',')];
  return [...facts, writeLimits(limits)].filter((fact) => fact !== '').join('  ');
}

function nameArgument(text: string): string {
  if (/^[\w .:-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('A name is 1 to 64 letters, digits, blanks and . : _ -');
}

function scopesArgument(text: string): Scope[] {
  return text === 'all' ? [...SCOPES] : wordsOf(text, SCOPES);
}

function limitsArgument(text: string): Partial<RateLimits> {
  const limits = readLimits(text);
  if (limits === undefined) throw new InvalidArgumentError(`Limits are ${LIMITS_RULE}.`);
  return limits;
}

function authoritiesArgument(text: string): Authority[] {
  return wordsOf(text, AUTHORITIES);
}
