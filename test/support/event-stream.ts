/** One event of a stream, as a browser would read it; `data` is empty for one that only moves the position on. */
export interface ReceivedEvent {
  readonly id: string;
  readonly data: string;
}

/** Reads Server-Sent Events until told to stop, or until the other side ends it. */
export async function* readEvents(url: string, key: string, headers = {}, signal?: AbortSignal) {
  const response = await fetch(url, {
    headers: { Accept: 'text/event-stream', Authorization: `Bearer ${key}`, ...headers },
    ...(signal && { signal }),
  });
  if (!response.ok || !response.body) throw new Error(`The stream was refused: ${response.status}.`);
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield toEvent(text.slice(0, end));
      text = text.slice(end + 2);
    }
  }
}

function toEvent(block: string): ReceivedEvent {
  const field = (name: string) =>
    block
      .split('\n')
      .filter((line) => line.startsWith(`${name}: `))
      .map((line) => line.slice(name.length + 2))
      .join('\n');
  return { id: field('id'), data: field('data') };
}
