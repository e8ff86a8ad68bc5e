import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

const template = read('.github/pull_request_template.md');

/** The boxes below a heading, each on one line. */
function boxes(heading: string): string[] {
  const section = template.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const [, ...items] = section.replace(/\n {6}/g, ' ').split('- [ ] ');
  return items.map((item) => item.split('\n')[0] as string);
}

describe('a pull request is asked', () => {
  test.each([
    ['to be one', /pull request.*`main` is protected/],
    ['for its owners', /owners.*CODEOWNERS/],
    ['to render', /renders.*npm run synth -- --check/],
    ['for its schemas', /Schemas.*npm run validate/],
    ['for its policies and the membrane', /membrane.*npm run validate/],
    ['for secrets that are sealed', /plaintext secret.*npm run validate/],
    ['to sync without drift', /syncs and nothing drifts.*argocd app diff/],
    ['for the way back', /way back.*revert/],
  ])('%s, with what proves it (A54, B55)', (_, point) => {
    expect(boxes('Must').filter((box) => point.test(box))).toHaveLength(1);
  });

  test('for a note, and for alerts and dashboards, where they help (A55)', () => {
    expect(boxes('Nice')).toEqual([expect.stringMatching(/note for whoever runs it/), expect.stringMatching(/Alerts and dashboards/)]);
  });

  test('for a decision on record where it changes governance (B55)', () => {
    expect(template).toMatch(/^## Governance\n[\s\S]*docs\/decisions\/NNNN/m);
  });

  test('for nothing else', () => {
    expect([...boxes('Must'), ...boxes('Nice')]).toHaveLength(10);
    expect(template.match(/- \[ \]/g)).toHaveLength(10);
  });
});

test('what CI runs on every pull request is the gate for developers (B43)', () => {
  expect(read('.github/workflows/ci.yml')).toMatch(/^on:\n {2}pull_request:\n[\s\S]*run: bash \.ci\/run$/m);
  expect(read('.ci/run')).toMatch(/^npm run check$/m);
});
