import { connect } from 'node:net';
import type { Answer } from './question';

/** Milliseconds that a connection has to last: kubectl takes each one, and drops it when the pod does not. */
const LASTING = 400;

const PATIENCE = 5_000;

/** Opens a connection, says nothing, and sees whether it lasts. */
export function tcpAnswer(port: number, signal: AbortSignal): Promise<Answer> {
  const start = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let lasts: NodeJS.Timeout | undefined;
    const end = (state: Answer['state'], found: string): void => {
      clearTimeout(lasts);
      clearTimeout(late);
      signal.removeEventListener('abort', cut);
      socket.destroy();
      resolve({ state, found, milliseconds: Math.round(performance.now() - start) });
    };
    const cut = (): void => end('unasked', 'the forwarding ended');
    const late = setTimeout(() => end('failed', `no connection within ${PATIENCE / 1000} s`), PATIENCE);
    signal.addEventListener('abort', cut, { once: true });
    socket.on('connect', () => {
      lasts = setTimeout(() => end('met', 'connected'), LASTING);
    });
    socket.on('error', ({ message }) => end('failed', message));
    socket.on('close', () => end('failed', 'closed at once'));
    socket.resume();
  });
}
