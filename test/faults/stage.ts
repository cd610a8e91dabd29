import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startService, type Service } from '../support/service-process.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { Cluster } from './cluster.js';

/** Key of all callers: it may do everything. */
export const KEY = 'faults-key-that-is-long-enough-for-the-bootstrap';

/** What the one key of all callers may do: so much that no limit is ever reached. */
const UNLIMITED = ['lookups', 'reads', 'writes'].map((group) => `${group}=999999`).join(' ');

export type Environment = Readonly<Record<string, string>>;

/** Everything that a scenario started; it ends with the scenario, whatever happened, last first. */
export class Stage {
  private readonly endings: (() => unknown)[] = [];
  private isOver = false;

  /** Does something when the scenario ends. */
  onEnd(ending: () => unknown): void {
    this.endings.push(ending);
  }

  async end(): Promise<void> {
    this.isOver = true;
    for (let ending = this.endings.pop(); ending; ending = this.endings.pop()) {
      try {
        await ending();
      } catch (error) {
        process.stderr.write(`Something did not end: ${String(error)}\n`);
      }
    }
  }

  /** A folder that is gone afterwards. */
  folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'voorkeur-faults-'));
    this.onEnd(() => rmSync(path, { recursive: true, force: true }));
    return path;
  }

  /** A PostgreSQL that runs, with the durability that a company would have unless the settings say otherwise. */
  async database(settings: Environment = {}): Promise<Cluster> {
    this.requireTime();
    const cluster = new Cluster(this.folder());
    this.onEnd(() => cluster.remove());
    await cluster.start(settings);
    return cluster;
  }

  async proxy(target: { host: string; port: number }): Promise<TcpProxy> {
    const proxy = await startTcpProxy(target);
    this.onEnd(() => proxy.close());
    return proxy;
  }

  /** What every process of ours gets: whatever an installation must set beside its database belongs here, and nowhere else. */
  environment(databaseUrl: string, dataDir: string): Environment {
    return {
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      BOOTSTRAP_KEY: KEY,
      RATE_LIMITS: UNLIMITED,
      LOG_LEVEL: process.env['FAULTS_LOG_LEVEL'] ?? 'fatal',
    };
  }

  /** The service as a process, ready to answer. */
  async service(databaseUrl: string, dataDir: string, more: Environment = {}): Promise<Service> {
    const service = await startService({ ...this.environment(databaseUrl, dataDir), ...more });
    if (this.isOver) await service.end('SIGKILL');
    this.onEnd(() => service.end('SIGKILL'));
    this.requireTime();
    return service;
  }

  /** What comes when the scenario is over, because it took too long, begins nothing more. */
  private requireTime(): void {
    if (this.isOver) throw new Error('The scenario is over.');
  }
}

/** Environment of a process with a deliberate fault: a module of `breaks/` that is loaded before the service. */
export function brokenBy(name: string): Environment {
  return {
    NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'breaks', `${name}.js`)).href}`,
  };
}
