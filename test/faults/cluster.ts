import { execFile } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedDatabase } from '../../src/platform/embedded-database.js';
import { isRunning } from '../support/service-process.js';
import { onServer } from '../support/sql.js';
import { addressOf } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

/** A PostgreSQL of a scenario's own, in a folder, that can be ended in unkind ways. */
export class Cluster {
  private currentUrl = '';
  private isRemoved = false;

  constructor(readonly dataDir: string) {}

  /** Of the owner of the schema; another one after each start. */
  get url(): string {
    return this.currentUrl;
  }

  /** The same for the administrator of the server. */
  get adminUrl(): string {
    return Object.assign(new URL(this.currentUrl), { username: 'postgres' }).href;
  }

  get address(): { host: string; port: number } {
    return addressOf(this.currentUrl);
  }

  /** Starts it, with recovery when it was not ended kindly; answers when it takes connections. */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    if (this.isRemoved) throw new Error('The scenario is over.');
    this.currentUrl = (await startEmbeddedDatabase(this.dataDir, settings)).url;
    if (this.isRemoved) await this.remove();
  }

  /** `immediate`: nothing is written any more, no connection is told (SIGQUIT). `fast`: a clean end (SIGINT). */
  async stop(how: 'immediate' | 'fast'): Promise<void> {
    const pid = this.pid();
    if (pid === null) return;
    process.kill(pid, how === 'immediate' ? 'SIGQUIT' : 'SIGINT');
    await until(() => !isRunning(pid), 60_000);
  }

  /** Every process of it stands still, until the answered function is called. */
  async freeze(): Promise<() => void> {
    const postmaster = this.pid() ?? 0;
    const rows = await onServer<{ pid: number }>(
      this.adminUrl,
      `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    const pids = [postmaster, ...rows.map(({ pid }) => pid)];
    signal(pids, 'SIGSTOP');
    return () => signal(pids, 'SIGCONT');
  }

  /** Makes this folder, which must be empty, a standby of another cluster that was ended cleanly. */
  async becomeCopyOf(primary: Cluster): Promise<void> {
    rmSync(this.dataDir, { recursive: true, force: true });
    await promisify(execFile)('cp', ['-a', primary.dataDir, this.dataDir]);
    const mark = join(this.dataDir, 'postgres', 'standby.signal');
    writeFileSync(mark, '', { mode: 0o600 });
    const { uid, gid } = statSync(join(this.dataDir, 'postgres', 'PG_VERSION'));
    chownSync(mark, uid, gid);
  }

  /** A standby becomes the primary; answers when it takes writes. */
  async promote(): Promise<void> {
    await onServer(this.adminUrl, 'select pg_promote(true, 30)');
  }

  async remove(): Promise<void> {
    this.isRemoved = true;
    await this.stop('immediate');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Process id of the server; null when it does not run. */
  private pid(): number | null {
    const file = join(this.dataDir, 'postgres', 'postmaster.pid');
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : NaN;
    return pid > 0 && isRunning(pid) ? pid : null;
  }
}

/** Some may have ended meanwhile. */
function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) if (pid > 0 && isRunning(pid)) process.kill(pid, name);
}
