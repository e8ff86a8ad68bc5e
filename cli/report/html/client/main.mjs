import { addressOf, CHOICES, EVERYTHING, parseAddress } from './address.ts';
import { show } from './filters.mjs';
import { itemsIn } from './items.mjs';
import { listen } from './keys.mjs';

const items = itemsIn(document);
const query = document.getElementById('query');
let wanted = EVERYTHING;

/** Takes what is wanted from the address, and goes where that says. */
function follow() {
  wanted = parseAddress(location.hash);
  show(document, items, wanted);
  if (wanted.at !== '') goTo(wanted.at);
}

/** A place that filters hide is shown: whoever follows a link wants to see it. */
function goTo(id) {
  const target = document.getElementById(id);
  if (!target) return;
  if (target.closest('[hidden]')) {
    wanted = { ...EVERYTHING, at: id };
    show(document, items, wanted);
  }
  const object = target.closest('.object');
  if (object) object.open = true;
  const place = object?.querySelector('summary') ?? target;
  if (!object) target.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'start' });
}

function keepClear() {
  document.documentElement.style.scrollPaddingTop = `${tools.offsetHeight + 8}px`;
}

/** Filters do not make steps to go back over; links do. */
function want(change) {
  wanted = { ...wanted, ...change, at: '' };
  history.replaceState(null, '', addressOf(wanted));
  show(document, items, wanted);
}

function clear() {
  want(EVERYTHING);
  query.focus();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  const at = link.hash.slice(1);
  const address = addressOf({ ...wanted, at });
  if (address === location.hash) goTo(at);
  else location.hash = address;
});
addEventListener('hashchange', follow);
query.addEventListener('input', () => want({ query: query.value }));
for (const name of CHOICES) {
  const inputs = [...document.querySelectorAll(`input[name="${name}"]`)];
  for (const input of inputs) {
    input.addEventListener('change', () => want({ [name]: inputs.filter((each) => each.checked).map((each) => each.value) }));
  }
}
for (const id of ['clear', 'clear-all']) document.getElementById(id).addEventListener('click', clear);
for (const [id, isOpen] of [
  ['open-all', true],
  ['fold-all', false],
]) {
  document.getElementById(id).addEventListener('click', () => {
    for (const object of document.querySelectorAll('.object:not([hidden])')) object.open = isOpen;
  });
}
listen(document, { search: () => query.focus(), clearSearch: () => want({ query: '' }) });
const tools = document.querySelector('.tools');
tools.hidden = false;
// What is jumped to stands below the bar, however many lines that has.
new ResizeObserver(keepClear).observe(tools);
keepClear();
follow();
