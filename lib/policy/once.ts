/** A question that is asked once of each thing: what several rules want to know of a world, the first of them works out. */
export function once<Thing extends object, Answer>(ask: (thing: Thing) => Answer): (thing: Thing) => Answer {
  const answers = new WeakMap<Thing, { readonly answer: Answer }>();
  return (thing) => {
    let known = answers.get(thing);
    if (known === undefined) {
      known = { answer: ask(thing) };
      answers.set(thing, known);
    }
    return known.answer;
  };
}
