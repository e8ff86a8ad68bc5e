import { CHOICES } from './address.ts';
import { isWanted } from './matching.ts';

/** Shows what matches, hides the rest, and says how much that is. */
export function show(page, items, wanted) {
  for (const item of items) item.element.hidden = !isWanted(item, wanted);
  for (const group of page.querySelectorAll('.component, .environment')) group.hidden = !group.querySelector('.item:not([hidden])');
  for (const link of page.querySelectorAll('nav a')) {
    const target = page.getElementById(link.hash.slice(1));
    link.parentElement.hidden = target?.hidden ?? false;
  }
  const shown = (kind) => items.filter((item) => item[kind] && !item.element.hidden).length;
  const of = (kind) => `${shown(kind)} of ${items.filter((item) => item[kind]).length}`;
  const isNothing = items.every(({ element }) => element.hidden);
  page.getElementById('count').value = isNothing ? 'no match' : `${of('isConsequence')} consequences, ${of('isObject')} objects`;
  page.getElementById('nothing').hidden = !isNothing;
  showChoices(page, items, wanted);
}

/** Beside each option how many consequences it would show, with everything else that is chosen. */
function showChoices(page, items, wanted) {
  for (const name of CHOICES) {
    const open = items.filter((item) => item.isConsequence && isWanted(item, wanted, name));
    for (const input of page.querySelectorAll(`input[name="${name}"]`)) {
      const count = open.filter((item) => item[name].includes(input.value)).length;
      input.checked = wanted[name].includes(input.value);
      input.closest('label').querySelector('.tally').textContent = count;
      input.closest('label').classList.toggle('empty', count === 0);
    }
    const chosen = page.querySelector(`[data-choice="${name}"] .chosen`);
    if (chosen) chosen.textContent = wanted[name].length === 0 ? '' : ` ${wanted[name].length}`;
  }
  page.getElementById('query').value = wanted.query;
  page.getElementById('clear').hidden = wanted.query === '' && CHOICES.every((name) => wanted[name].length === 0);
}
