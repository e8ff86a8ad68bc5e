import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT } from './run';

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const text = readFileSync(join(PROJECT, '.github/workflows/diff.yml'), 'utf8');
const workflow = parse(text) as { on: unknown; permissions: object; jobs: { diff: Job; comment: Job } };
const RUN = 'https://git.example.org/kfm/platform/actions/runs/12';
const LINK = `\nBoth sides of every object, with search and filters: [diff.html, among the artifacts of the run](${RUN}#artifacts)\n`;
const script = workflow.jobs.comment.steps.find(({ run }) => run !== undefined)?.run as string;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workflow-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the step that comments with a program in place of gh, which finds the comment of that id and keeps how it was called. */
function comment(page: string, found: string): { status: number | null; call: string; body: string } {
  const gh = `#!/bin/sh\ncase "$*" in\n  *--paginate*) printf '%s' "${found}" ;;\n  *) echo "$*" > call ;;\nesac\n`;
  writeFileSync(join(folder, 'gh'), gh, { mode: 0o755 });
  writeFileSync(join(folder, 'page.md'), page);
  const environment = { PATH: `${folder}:${process.env.PATH}`, REPOSITORY: 'kfm/platform', NUMBER: '7', RUN };
  const { status } = spawnSync('bash', ['-e', '-c', script], { cwd: folder, env: environment });
  const read = (name: string): string => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
  return { status, call: read('call').trim(), body: read('body.md') };
}

describe('the workflow that comments on pull requests', () => {
  test('runs code of a pull request where it may only read, and may write where it runs none', () => {
    const { diff, comment: commenting } = workflow.jobs;

    expect(workflow).toMatchObject({ on: 'pull_request', permissions: {} });
    expect(diff.permissions).toEqual({ contents: 'read' });
    expect(commenting.permissions).toEqual({ 'pull-requests': 'write' });
    expect(commenting.steps.map(({ uses }) => uses?.split('@')[0])).toEqual(['actions/download-artifact', undefined]);
    expect(script).not.toContain('${{');
  });

  test('keeps the page in HTML among the artifacts of the run, where there is one', () => {
    const { steps } = workflow.jobs.diff;
    const write = steps.find(({ run }) => run?.includes('--format html'))?.run as string;
    const npm = (page: string): string =>
      `#!/bin/sh\ncase "$*" in *html) printf '%s' '${page}' ;; *) echo page ;; esac\ntest -z '${page}'\n`;
    const files = ['', '<p>'].map((page) => {
      writeFileSync(join(folder, 'npm'), npm(page), { mode: 0o755 });
      const environment = { PATH: `${folder}:${process.env.PATH}`, GITHUB_STEP_SUMMARY: join(folder, 'summary') };
      expect(spawnSync('bash', ['-e', '-c', write], { cwd: folder, env: environment }).status).toBe(0);
      return existsSync(join(folder, 'diff.html'));
    });

    expect(files).toEqual([false, true]);
    expect(steps.filter((step) => step.uses?.startsWith('actions/upload-artifact@')).map((step) => step.with)).toEqual([
      { name: 'diff', path: 'diff.html', 'if-no-files-found': 'ignore', 'retention-days': 30 },
      { name: 'page', path: 'page.md', 'retention-days': 1 },
    ]);
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  });

  test.each([
    [
      'writes a comment',
      '## page\n',
      '',
      'api --method POST repos/kfm/platform/issues/7/comments --field body=@body.md',
      `## page\n${LINK}`,
    ],
    [
      'writes over its comment',
      '## page\n',
      '12\n13\n',
      'api --method PATCH repos/kfm/platform/issues/comments/12 --field body=@body.md',
      `## page\n${LINK}`,
    ],
    [
      'says so where nothing changes any more',
      '',
      '12\n',
      'api --method PATCH repos/kfm/platform/issues/comments/12 --field body=@body.md',
      'The clusters stay as they are: dist does not change any more.\n',
    ],
  ])('%s', (_, page, found, call, body) => {
    expect(comment(page, found)).toEqual({ status: 0, call, body: `<!-- desired-state diff -->\n${body}` });
  });

  test('is silent where nothing changed from the start', () => {
    expect(comment('', '')).toEqual({ status: 0, call: '', body: '' });
  });
});
