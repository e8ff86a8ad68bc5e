import picocolors from 'picocolors';

export interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Where a command speaks: results to stdout, talk to stderr, colour only where a person reads. */
export interface Terminal {
  result(text: string): void;
  say(line: string): void;
  readonly colour: ReturnType<typeof picocolors.createColors>;
}

export function terminal(stdout: Stream, stderr: Stream, environment: Readonly<Record<string, string | undefined>>): Terminal {
  const isInteractive = stdout.isTTY === true;
  const wantsColour = isInteractive && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return {
    result: (text) => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    say: (line) => void stderr.write(`${line}\n`),
    colour: picocolors.createColors(wantsColour),
  };
}
