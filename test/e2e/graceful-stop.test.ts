import { Agent, get } from 'node:http';
import { expect, test } from 'vitest';
import { startApp } from '../support/app.js';

test('a stop under load answers what is under way, and waits for no idle connection', async () => {
  const app = await startApp({ realTime: true });
  const { key } = await app.newKey(['decisions:read']);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const options = { agent, headers: { authorization: `Bearer ${key}` } };
  const callAgain = async (): Promise<void> => {
    for (;;) {
      const status = await ask(`${app.url}/v1/ivr/lookup?phone=%2B447700900001`, options);
      if (status === 'refused') return;
      expect(status).toBe(200);
    }
  };
  const callers = Array.from({ length: 16 }, callAgain);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const from = performance.now();
  await app.stop();
  expect(performance.now() - from).toBeLessThan(8_000);
  await Promise.all(callers);
  agent.destroy();
});

/** Status of the answer, or that there is nobody to answer any more. */
function ask(url: string, options: object): Promise<number | 'refused'> {
  return new Promise((resolve) => {
    get(url, options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', () => resolve('refused'));
  });
}
