import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubectl } from '../cluster/target';
import type { Ran } from '../ports/programs';

/** A Service's port, brought to this machine. */
export interface Target {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

/** Why there is no forwarding. */
export interface NotForwarded {
  /** Whether the cluster said that what is asked for is not there, in place of nobody being able to ask. */
  readonly isFailure: boolean;
  /** Whether asking again cannot help. */
  readonly isFinal: boolean;
  readonly why: string;
}

/** Milliseconds until kubectl forwards, and until it has gone after it was told to. */
const START = 15_000;
const GRACE = 2_000;

/** How a port of this machine is announced: `Forwarding from 127.0.0.1:40123 -> 8080`. */
const ANNOUNCED = /^Forwarding from 127\.0\.0\.1:(\d+) -> /;

/**
 * Brings a port of a Service to a free one of this machine as long as some work takes, by a kubectl that is gone afterwards, whatever
 * happens.
 * @param work is given the port, and a signal that tells that the forwarding ended before the work
 */
export async function forwarded<T>(
  kubectl: Kubectl,
  { namespace, service, port }: Target,
  work: (port: number, ended: AbortSignal) => Promise<T>,
): Promise<{ readonly done: T; readonly broken?: NotForwarded } | { readonly broken: NotForwarded }> {
  const stop = new AbortController();
  const ended = new AbortController();
  const lines: string[] = [];
  let announce: (port: number) => void = () => {};
  const announced = new Promise<number>((resolve) => {
    announce = resolve;
  });
  const running = kubectl
    .run(['--namespace', namespace, 'port-forward', `service/${service}`, `:${port}`, '--address', '127.0.0.1'], {
      signal: stop.signal,
      grace: GRACE,
      onLine: (line) => {
        const found = ANNOUNCED.exec(line);
        if (found === null) lines.push(line);
        else announce(Number(found[1]));
      },
    })
    .finally(() => ended.abort());
  // Whoever awaits it below hears of an interruption; until then nobody does.
  running.catch(() => {});
  try {
    const first = await Promise.race([announced, running, sleep(START, undefined, { ref: false })]);
    if (first === undefined)
      return { broken: { isFailure: false, isFinal: false, why: `kubectl did not forward within ${START / 1000} s` } };
    if (typeof first !== 'number') return { broken: reasonOf(lines, first) };
    const done = await work(first, ended.signal);
    if (!ended.signal.aborted) return { done };
    return { done, broken: reasonOf(lines, await running) };
  } finally {
    stop.abort();
    // An interruption ends here as well.
    await running;
  }
}

/** The words of kubectl that tell that the cluster was asked, and that it has no such thing or nothing that answers. */
const FAILURES =
  /not ?found|connection refused|no running pods?|pod is not running|timed out waiting for the condition|does not have a service port/i;

const FINAL = /forbidden|unauthorized/i;

function reasonOf(lines: readonly string[], { status }: Ran): NotForwarded {
  const said = lines.filter((line) => line.trim() !== '' && !line.startsWith('Handling connection'));
  const told = said.find((line) => FAILURES.test(line) || FINAL.test(line)) ?? said.at(-1) ?? `it ended with ${status}, without a word`;
  const isFinal = FINAL.test(told);
  const why = /connection refused/i.test(told) ? 'the pod refuses connections to that port' : told.replace(/^error: /i, '').trim();
  return { isFailure: !isFinal && FAILURES.test(told), isFinal, why: `kubectl port-forward: ${why}` };
}
