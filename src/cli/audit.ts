import { existsSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { readHeads, Verification, type Fault, type Finding, type Report } from '../audit/index.js';
import { CONFIG, type Config } from '../platform/config.js';
import { StartFault } from '../platform/start-fault.js';
import { createMeter } from './meter.js';
import { say, withFeatures } from './running.js';

/** Of the process: something is not as it was sealed. */
const FAULTY = 2;

const NOTES = `
Needs AUDIT_KEY, and reads the database only. A cut-off end can be found by the head alone, which the
service keeps in AUDIT_HEAD_FILE or writes to its log: keep copies of it where nobody who can reach the
database can. All heads in a file must fit, so that one log, or several in one file, tell the most.
The last second of writing may not be sealed yet.
Exit code: 0 all is as it was sealed, 2 something is not, 1 anything else.`;

/** `voorkeur audit …` */
export function addAudit(audit: Command): void {
  audit
    .command('verify')
    .description('find what was changed, added, taken out or cut off since it was sealed')
    .option(
      '--head <file>',
      'file with kept heads, such as a log of the service (default: AUDIT_HEAD_FILE)',
      fileOf,
    )
    .addHelpText('after', NOTES)
    .action(({ head }: { head?: string }) =>
      withFeatures(async (app) => {
        const { auditKeys, auditHeadFile } = app.get<Config>(CONFIG);
        if (auditKeys === null) throw new StartFault('Set AUDIT_KEY, as the service has it.');
        await verify(app.get(Verification), head ?? auditHeadFile);
      }),
    );
}

async function verify(verification: Verification, file: string | null): Promise<void> {
  const heads = file === null ? [] : await readHeads(file);
  const meter = createMeter(await verification.count());
  const start = { bytes: 0, lines: 0 };
  meter.begin(start);
  let rows = 0;
  const report = await verification
    .run(heads, (more) => {
      rows += more;
      meter.step({ bytes: rows, lines: rows });
    })
    .finally(() => meter.end());
  tell(report);
}

function tell({ findings, head }: Report): void {
  for (const finding of findings) say(wordsFor(finding));
  if (head === 'none')
    say('No head was given (--head, AUDIT_HEAD_FILE): whether the end of a log was cut off is not known.');
  if (head === 'forged') say('A head was not signed with AUDIT_KEY, or was changed.');
  if (head === 'forged' || findings.some(({ fault }) => fault !== null)) process.exitCode = FAULTY;
}

const NAMES = { ledger: 'Ledger', access: 'Access log' };

function wordsFor({ log, rows, seals, waiting, forgotten, cutUntil, fault }: Finding): string {
  const counted = `${number(rows)} rows under ${number(seals)} seals`;
  if (fault !== null)
    return `${NAMES[log]}: ${verdictOn(fault)}. ${faultWords(fault)} Before that, ${counted} are good.`;
  const notes = [
    ...(waiting > 0 ? [`${number(waiting)} rows are not sealed yet`] : []),
    ...(forgotten > 0 ? [`of ${number(forgotten)} the personal contents were forgotten`] : []),
    ...(cutUntil === null ? [] : [`retention took away what was up to row ${cutUntil}`]),
  ];
  return [`${NAMES[log]}: ${counted} are as they were sealed`, ...notes].join('; ') + '.';
}

/** What is forgotten leaves its seal as it was. */
function verdictOn({ kind }: Fault): string {
  return kind === 'forgotten' || kind === 'unfounded' ? 'NOT as it must be' : 'NOT as it was sealed';
}

function faultWords(fault: Fault): string {
  switch (fault.kind) {
    case 'changed':
      return `Row ${fault.sequence} was changed.`;
    case 'added':
      return `Row ${fault.sequence} was added.`;
    case 'missing':
      return `A row is missing after row ${fault.sequence}.`;
    case 'forgotten':
      return `Row ${fault.sequence} lost its contents: its customer was not erased, and no retention gave leave.`;
    case 'unfounded':
      return 'A customer counts as erased of whom the ledger tells no erasure: who looked at them may have been taken out.';
    case 'unsealed':
      return `Seal ${fault.position}, after row ${fault.sequence}, does not follow from the one before: one of them was changed or is gone, or AUDIT_KEY is another one.`;
    case 'cut_off':
      return `It ends at seal ${fault.position}, row ${fault.sequence}; the head knew more: the end was cut off.`;
    case 'other_chain':
      return `Seal ${fault.position}, after row ${fault.sequence}, is not the one that the head knew: what follows was sealed anew.`;
  }
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function fileOf(path: string): string {
  if (existsSync(path)) return path;
  throw new InvalidArgumentError('There is no such file.');
}
