import { environments } from '../../envs';
import { run } from './run';

const NAMES = Object.keys(environments);

test('dist is what the classes render, and synth says what it rendered', () => {
  expect(run(['synth', '--check'])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(new RegExp(`^${NAMES.map((name) => `${name}: \\d+ units, \\d+ objects, \\d+ rules\n`).join('')}`)),
  });
});
