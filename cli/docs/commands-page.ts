import type { Argument, Command, Option } from 'commander';

const HEAD = `<!-- Generated from cli/main.ts by npm run docs; edit that, not this file. -->

# Commands

Every command of the program with its arguments and options, as \`--help\` of each says them. Options of the program stand behind \`--\`, those
of npm before it: \`npm run --silent reach -- stage --json\` prints JSON and nothing else.

Results go to stdout, talk to stderr. Exit codes: 0 fine, 1 a difference or finding, 2 could not do it.
`;

/** docs/commands.md: what the program takes, by the npm script of each command. */
export function commandsPage(root: Command, scripts: Readonly<Record<string, string>>): string {
  const script = (name: string): string => Object.keys(scripts).find((key) => scripts[key] === `node cli/launcher.js ${name}`) ?? name;
  const sections = visible(root).map((command) => {
    const usage = `npm run ${script(command.name())}`;
    const below = visible(command);
    if (below.length === 0) return section(2, usage, `${usage}${spaced(' -- ', takes(command))}`, command);
    const parts = below.map((each) =>
      section(3, `${usage} -- ${each.name()}`, `${usage} -- ${[each.name(), takes(each)].join(' ').trim()}`, each),
    );
    return [`## \`${usage}\`\n\n${command.description()}\n`, ...parts].join('\n');
  });
  return [HEAD, ...sections].join('\n');
}

function visible(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command);
}

function section(depth: number, heading: string, usage: string, command: Command): string {
  const rows = [
    ...command.registeredArguments.map((argument) => row(takesArgument(argument), argument.description, argument)),
    ...command.options
      .filter(({ hidden }) => !hidden)
      .map((option) => row(option.flags, `${option.description}${option.mandatory ? ' (required)' : ''}`, option)),
  ];
  const table = rows.length === 0 ? '' : `\n${['| | |', '| -- | -- |', ...rows].join('\n')}\n`;
  return `${'#'.repeat(depth)} \`${heading}\`\n\n${command.description()}\n\n\`\`\`text\n${usage}\n\`\`\`\n${table}`;
}

function row(
  what: string,
  description: string,
  { argChoices, defaultValue }: Pick<Option | Argument, 'argChoices' | 'defaultValue'>,
): string {
  const notes = [
    ...(argChoices === undefined ? [] : [`one of ${argChoices.map((choice) => `\`${choice}\``).join(', ')}`]),
    ...(defaultValue === undefined ? [] : [`default \`${defaultValue}\``]),
  ];
  const text = `${description}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
  return `| \`${what}\` | ${text.replace(/[|<>]/g, (mark) => (mark === '|' ? '\\|' : `\\${mark}`))} |`;
}

function takes(command: Command): string {
  const mandatory = command.options.filter(({ mandatory: isMandatory }) => isMandatory).map(({ flags }) => flags);
  const others = command.options.some(({ mandatory: isMandatory, hidden }) => !isMandatory && !hidden) ? ['[OPTIONS]'] : [];
  return [...command.registeredArguments.map(takesArgument), ...mandatory, ...others].join(' ');
}

function takesArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function spaced(before: string, text: string): string {
  return text === '' ? '' : `${before}${text}`;
}
