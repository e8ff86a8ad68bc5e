/** What keys do besides what the browser does with them. */
export function listen(page, { search, clearSearch }) {
  page.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target.matches('input[type="search"]');
    if (event.key === 'Escape') {
      const open = page.querySelector('.choice[open]');
      if (open) fold(open);
      else if (isTyping) clearSearch();
    } else if (isTyping) return;
    else if (event.key === '/') search();
    else if (event.key === 'j') step(page, 1);
    else if (event.key === 'k') step(page, -1);
    else return;
    event.preventDefault();
  });
  page.addEventListener('click', (event) => {
    for (const open of page.querySelectorAll('.choice[open]')) if (!open.contains(event.target)) open.open = false;
  });
}

function fold(choice) {
  choice.open = false;
  choice.querySelector('summary').focus();
}

/** To the next object that is shown, or the one before; from elsewhere to the first after, or before, where the focus is. */
function step(page, by) {
  const objects = [...page.querySelectorAll('.object:not([hidden])')];
  const here = page.activeElement;
  const current = objects.findIndex((object) => object.contains(here));
  const after = objects.findIndex((object) => here.compareDocumentPosition(object) & Node.DOCUMENT_POSITION_FOLLOWING);
  const next = current >= 0 ? current + by : by > 0 ? after : (after < 0 ? objects.length : after) - 1;
  const summary = objects[next]?.querySelector('summary');
  summary?.focus();
  summary?.scrollIntoView({ block: 'start' });
}
