import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A Chromium of this machine: the variable CHROMIUM says where, else it is looked for where programs are. */
const PATH = [
  ...(process.env.CHROMIUM ? [process.env.CHROMIUM] : []),
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
].find(isExecutable);

/** A `describe` that is skipped, and says why, where no Chromium is installed. */
export function describeInBrowser(title: string, tests: (browser: () => Browser) => void): void {
  if (PATH === undefined) {
    describe.skip(`${title} (skipped: chromium not installed)`, () => tests(() => undefined as never));
    return;
  }
  describe(title, () => {
    jest.setTimeout(60_000);
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: PATH, args: ['--no-sandbox'] });
    });
    afterAll(() => browser.close());
    tests(() => browser);
  });
}
