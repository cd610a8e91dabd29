import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A name under which a library of the package is looked for, and the file that it stands for; both from the package's folder. */
interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the links to libraries that PostgreSQL's package can't carry, as npm packs none: what its install script does. So
 * the script needs not run, and neither does that of any other package. What is there stays.
 *
 * @param program path of one of its programs, `…/native/bin/initdb`
 */
export function linkLibraries(program: string): void {
  const root = join(dirname(program), '..', '..');
  for (const { source, target } of readLinks(root)) {
    const place = join(root, target);
    try {
      symlinkSync(relative(dirname(place), join(root, source)), place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The list is there only where the platform has links. */
function readLinks(root: string): Link[] {
  try {
    return JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as Link[];
  } catch {
    return [];
  }
}
