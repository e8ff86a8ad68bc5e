import { wordsIn } from './matching.ts';

/** Everything that can be searched and filtered: consequences, objects, pictures. */
export function itemsIn(page) {
  return [...page.querySelectorAll('.item')].map((element) => {
    let text;
    return {
      element,
      isConsequence: element.matches('.consequence'),
      isObject: element.matches('.object'),
      environment: [element.dataset.environment],
      risk: wordsIn(element.dataset.risk),
      owner: wordsIn(element.dataset.owner),
      // Read when it is first searched: it may be megabytes.
      text: () => {
        text ??= element.textContent.toLowerCase();
        return text;
      },
    };
  });
}
