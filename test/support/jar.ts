/** A browser without a script that goes from site to site, with the cookies of each. */
export class Jar {
  private readonly cookies = new Map<string, Map<string, string>>();
  /** Where it is now. */
  url = '';
  html = '';
  status = 0;

  /** Follows redirects until a page comes, or until an address for which `until` says so. */
  async go(
    url: string,
    form: Record<string, string> | null = null,
    until = (_: URL) => false,
  ): Promise<this> {
    let [next, body] = [new URL(url, this.url || undefined), form];
    for (let hops = 0; hops < 20; hops += 1) {
      const answer = await fetch(next, {
        redirect: 'manual',
        method: body === null ? 'GET' : 'POST',
        headers: { cookie: this.sent(next), 'accept-language': 'en' },
        ...(body !== null && { body: new URLSearchParams(body) }),
      });
      this.keep(next, answer.headers.getSetCookie());
      [this.url, this.status, this.html] = [next.href, answer.status, await answer.text()];
      const location = answer.headers.get('location');
      if (location === null) return this;
      [next, body] = [new URL(location, next), null];
      if (until(next)) {
        this.url = next.href;
        return this;
      }
    }
    throw new Error('The redirects do not end.');
  }

  /** The cookie that a site gave, as it said it. */
  cookie(site: string, name: string): string | undefined {
    return this.cookies.get(new URL(site).host)?.get(name);
  }

  /** As another browser would be, to which somebody brought a cookie. */
  plant(site: string, name: string, value: string): void {
    this.keep(new URL(site), [`${name}=${value}`]);
  }

  private sent({ host }: URL): string {
    const own = [...(this.cookies.get(host) ?? [])];
    return own.map(([name, cookie]) => `${name}=${cookie.split(';', 1)[0]}`).join('; ');
  }

  private keep({ host }: URL, set: readonly string[]): void {
    const own = this.cookies.get(host) ?? new Map<string, string>();
    for (const line of set) {
      const [, name = '', cookie = ''] = /^([^=]+)=(.*)$/.exec(line) ?? [];
      if (/^;|expires=thu, 01 jan 1970|max-age=0/i.test(cookie)) own.delete(name);
      else own.set(name, cookie);
    }
    this.cookies.set(host, own);
  }
}
