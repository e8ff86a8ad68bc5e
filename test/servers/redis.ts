import { createHash } from 'node:crypto';
import type { Authority, Certificate } from './certificates';
import { type Outcome, Pod, password, type Values } from './pod';
import type { Rendered } from './rendered';

export const REDIS_PROGRAMS = ['redis-server', 'redis-cli', 'openssl'];

/** Who may do what, as docs/secrets.md says to write `users.acl`. */
function accessList(passwords: Values): string {
  const hash = (user: string) =>
    `#${createHash('sha256')
      .update(passwords[user] as string)
      .digest('hex')}`;
  return `user default off
user kfm_api on ${hash('kfm_api')} ~* &* +@all -@admin -@dangerous
user metrics on ${hash('metrics')} +ping +info +config|get +client|setname +slowlog +latency +dbsize
`;
}

/** A Redis server of a rendered environment. */
export class RedisServer {
  private constructor(
    readonly pod: Pod,
    private readonly passwords: Values,
  ) {}

  static async start(rendered: Rendered, authority?: Authority): Promise<RedisServer> {
    const passwords = { kfm_api: password(), metrics: password() };
    const tls = authority?.issue(rendered.find<Certificate>('Certificate', 'redis-tls'));
    const secrets = {
      'redis-credentials': { 'users.acl': accessList(passwords), 'metrics-password': passwords.metrics },
      ...(tls && { 'redis-tls': tls }),
    };
    const pod = await Pod.of({ rendered, name: 'redis', secrets });
    try {
      await pod.start('redis');
    } catch (error) {
      await pod.stop();
      throw error;
    }
    return new RedisServer(pod, passwords);
  }

  /** Talks to it over the network. */
  as(user: string, command: readonly string[], options: readonly string[] = [], address = '127.0.0.1'): Promise<Outcome> {
    const login = user === 'default' ? [] : ['--user', user];
    const variables: Values = user === 'default' ? {} : { REDISCLI_AUTH: this.passwords[user] ?? '' };
    const where = ['-h', address, '-p', String(this.pod.port(6379)), ...options];
    return this.pod.exec('redis', ['redis-cli', '--no-auth-warning', ...where, ...login, ...command], variables);
  }
}
