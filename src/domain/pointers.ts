// Promise: JSON pointers (RFC 6901) of places in a document.

/** The pointer of a place below another: `at('/topics', 'a/b')` is `/topics/a~1b`. */
export function at(base: string, ...steps: readonly (string | number)[]): string {
  return steps.reduce<string>((path, step) => `${path}/${escape(String(step))}`, base);
}

function escape(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The steps of a pointer: `/topics/a~1b` is `topics`, then `a/b`. */
export function toSteps(pointer: string): string[] {
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
