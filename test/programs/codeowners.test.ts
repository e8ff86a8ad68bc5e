import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectCopy, run } from '../cli/run';

describe('codeowners', () => {
  let copy: ReturnType<typeof projectCopy>;
  beforeAll(() => {
    copy = projectCopy('dev');
  });
  afterAll(() => copy.remove());

  const codeowners = (...args: string[]) => run(['codeowners', ...args], { project: copy.project, cwd: copy.project });
  const file = () => join(copy.project, '.github/CODEOWNERS');

  test('writes the file, and then has nothing to say against it', () => {
    expect(codeowners('--check').status).toBe(1);
    expect(existsSync(file())).toBe(false);

    expect(codeowners().status).toBe(0);

    expect(readFileSync(file(), 'utf8')).toContain('@kfm/security');
    expect(codeowners('--check').status).toBe(0);
  });

  test('finds what was changed by hand, and leaves it to be looked at', () => {
    writeFileSync(file(), readFileSync(file(), 'utf8').replaceAll('@kfm/security', '@kfm/web'));

    expect(codeowners('--check').status).toBe(1);
    expect(readFileSync(file(), 'utf8')).not.toContain('@kfm/security');
  });

  test('replaces no file that somebody else wrote', () => {
    rmSync(file());
    writeFileSync(file(), '* @me\n');

    const { status, stderr } = codeowners();

    expect(status).toBe(2);
    expect(stderr).toContain('.github/CODEOWNERS: was not made by npm run codeowners, so it is left as it is');
    expect(readFileSync(file(), 'utf8')).toBe('* @me\n');
  });
});
