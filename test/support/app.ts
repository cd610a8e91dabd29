import { createDatabase } from './database.js';
import { serveApp, type TestApp, type TestAppOptions } from './served-app.js';

export {
  MONDAY_MORNING,
  reachesDatabase,
  startTwin,
  testConfig,
  type Client,
  type TestApp,
} from './served-app.js';

/** Starts an application on a database of its own. */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  return serveApp(await createDatabase(), options);
}
