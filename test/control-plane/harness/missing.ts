/** Something the machine lacks: the run cannot say anything (exit code 2). */
export class Missing extends Error {}
