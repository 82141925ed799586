/** Is what was typed or pasted the address of a feed or of a page, rather than words to search for? */

const scheme = /^(https?|feed|itpcs?|pcast|podcasts?):/i;
const host = /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$/u;
const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;

export interface Address {
  /** As it may be subscribed to: trimmed, without quotes or angle brackets. */
  text: string;
  /** A bare name such as `node.js` may as well be words; with a scheme, a path or a port it can't. */
  certain: boolean;
}

export function addressIn(text: string): Address | null {
  const bare = text.trim().replace(/^[<"'“]+|[>"'”]+$/g, '');
  if (bare === '' || /\s/.test(bare)) return null;
  if (scheme.test(bare)) return /^[a-z]+:(\/\/)?[^/\s]/i.test(bare) ? { text: bare, certain: true } : null;
  const [authority = ''] = bare.split(/[/?#]/, 1);
  const [name = '', port] = authority.split(':');
  if (port !== undefined && !/^\d{1,5}$/.test(port)) return null;
  const machine = name.toLowerCase() === 'localhost' || ipv4.test(name);
  // `v1.0` and `etc.` are words; `example.org` and `例え.jp` are hosts.
  if (!machine && !host.test(name)) return null;
  return { text: bare, certain: machine || bare.length > name.length };
}
