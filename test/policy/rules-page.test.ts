import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../lib/policy/catalogue';
import { rulesPage } from '../../lib/policy/rules-page';

test('docs/rules.md is what the rules say: npm run rules', () => {
  expect(readFileSync(join(__dirname, '../../docs/rules.md'), 'utf8')).toBe(rulesPage(rules));
});

test('the page has each rule once, under its family', () => {
  const page = rulesPage(rules);

  for (const { id, title } of rules) {
    expect(page.split(`### \`${id}\``)).toHaveLength(2);
    expect(page).toContain(title);
  }
});
