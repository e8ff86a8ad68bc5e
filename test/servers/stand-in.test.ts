import { Local } from '../../envs/local';
import { Pod, password } from './pod';
import { describeWith } from './program';
import { Rendered } from './rendered';

const KEYS = ['postgres', 'audit', 'graph', 'redis'].map((store) => `${store}-password`);

describeWith(['nginx'], 'a stand-in in local', () => {
  const rendered = new Rendered(new Local());
  const secrets = {
    'kfm-api-credentials': Object.fromEntries(
      [...KEYS, 'search-key', 'objects-access-key', 'objects-secret-key'].map((key) => [key, password()]),
    ),
  };
  let pod: Pod;
  const ask = (port: number, path: string) => fetch(`http://127.0.0.1:${pod.port(port)}${path}`);
  afterEach(() => pod.stop());

  test('of the API is ready, and says whom it stands in for', async () => {
    pod = await Pod.of({ rendered, name: 'kfm-api', secrets });
    await pod.start('kfm-api');

    expect(await (await ask(8080, '/anything')).text()).toMatch(
      /^stands in for registry\.kfm\.example\.org\/kfm\/kfm-api:.*@sha256:[0-9a-f]{64}\n$/,
    );
  });

  test('of a worker is ready by the port of its metrics, which Prometheus can read', async () => {
    pod = await Pod.of({ rendered, name: 'indexer', secrets });
    await pod.start('indexer');

    expect(await (await ask(9090, '/metrics')).text()).toBe('stand_in 1\n');
  });

  test('of a job is done at once', async () => {
    pod = await Pod.of({ rendered, name: 'indexer-rebuild', secrets });

    expect(await pod.run()).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
