import { InvalidArgumentError, type Command } from 'commander';
import { KeysService, type KeySummary } from '../access/index.js';
import { AUTHORITIES, type Authority } from '../domain/authority.js';
import { SCOPES, type Scope } from '../platform/endpoint.js';
import { say, withFeatures, wordsOf } from './running.js';

/** `voorkeur keys …` */
export function addKeys(keys: Command): void {
  addCreate(keys);
  addList(keys);
  addRevoke(keys);
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
    .action((wanted: { name: string; scopes: Scope[]; authorities?: Authority[] }) =>
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

function lineOf({ id, name, scopes, authorities, createdAt, revokedAt }: KeySummary): string {
  const state = revokedAt ? `revoked ${revokedAt.toISOString()}` : 'active';
  const allowed = scopes.length === SCOPES.length ? 'all scopes' : scopes.join(',');
  return [id, name, state, `since ${createdAt.toISOString()}`, allowed, authorities.join(',')].join('  ');
}

function nameArgument(text: string): string {
  if (/^[\w .:-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('A name is 1 to 64 letters, digits, blanks and . : _ -');
}

function scopesArgument(text: string): Scope[] {
  return text === 'all' ? [...SCOPES] : wordsOf(text, SCOPES);
}

function authoritiesArgument(text: string): Authority[] {
  return wordsOf(text, AUTHORITIES);
}
