import { lookup } from 'node:dns/promises';
import type { NameAnswer } from './facts';
import { noAnswerInTime } from './messages';

/** Seconds that a name may take. */
const PATIENCE = 5;

/** Finds the addresses of a name, as programs of this machine do. @throws with a code, as node:dns does */
export type Lookup = (host: string) => Promise<readonly string[]>;

export const systemLookup: Lookup = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/** What each host resolves to. A name that is not there is an answer; a server that does not answer is none. */
export async function namesOf(hosts: readonly string[], find: Lookup = systemLookup, seconds = PATIENCE): Promise<Map<string, NameAnswer>> {
  const answers = await Promise.all(hosts.map(async (host): Promise<[string, NameAnswer]> => [host, await answerOf(host, find, seconds)]));
  return new Map(answers);
}

async function answerOf(host: string, find: Lookup, seconds: number): Promise<NameAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<NameAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ problem: noAnswerInTime(seconds) }), seconds * 1000);
  });
  const asked = find(host).then(
    (addresses): NameAnswer => ({ addresses }),
    (error: NodeJS.ErrnoException): NameAnswer =>
      error.code === 'ENOTFOUND' ? 'missing' : { problem: `DNS: ${error.code ?? error.message}` },
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
