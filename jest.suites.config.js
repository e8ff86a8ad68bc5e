const files = require('./jest.config.js');

/** `npm test -- test/reach` runs those files alone, each by itself. */
const areNamed = process.argv.slice(2).some((argument) => /^(?:\.\/)?test\//.test(argument));

/**
 * All tests of jest.config.js, many files at a time (test/suites): what `npm test` runs.
 * @type {import('jest').Config}
 */
module.exports = areNamed
  ? files
  : { ...files, testMatch: ['<rootDir>/test/suites/*.test.ts'], testPathIgnorePatterns: ['/node_modules/'] };
