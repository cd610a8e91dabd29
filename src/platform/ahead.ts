/**
 * The same values, with the next one already being made while the one before is used. What is made is handed on at
 * once, so a slow source holds nothing back; and no more than one is made ahead.
 */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const values = source[Symbol.asyncIterator]();
  let coming = values.next();
  try {
    for (let got = await coming; !got.done; got = await coming) {
      coming = values.next();
      coming.catch(() => undefined); // it is told when it is waited for
      yield got.value;
    }
  } finally {
    void values.return?.()?.catch(() => undefined);
  }
}
