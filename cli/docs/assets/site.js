/** Search of the pages, which are files on a disk: the index is a script that is loaded when somebody looks for something. */
(() => {
  const field = document.getElementById('search');
  const list = document.getElementById('results');
  const said = document.getElementById('said');
  const root = document.documentElement.dataset.root;
  const MOST = 12;
  const AROUND = 70;
  let loading;
  let chosen = -1;

  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = `${root}search.js`;
      script.onload = () => resolve(globalThis.searchIndex);
      script.onerror = () => reject(new Error('search.js is missing beside the pages'));
      document.head.append(script);
    });
    return loading;
  }

  /** The words around the first place that a term is found at, the terms marked. */
  function excerpt(text, terms) {
    const pattern = new RegExp(`(${terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu');
    const at = Math.max(0, text.search(pattern));
    const begin = at <= AROUND ? 0 : text.indexOf(' ', at - AROUND) + 1;
    const part = text.slice(begin, at + 2 * AROUND);
    const line = document.createDocumentFragment();
    if (begin > 0) line.append('… ');
    part.split(pattern).forEach((piece, index) => {
      if (index % 2 === 0) line.append(piece);
      else line.append(Object.assign(document.createElement('mark'), { textContent: piece }));
    });
    if (at + 2 * AROUND < text.length) line.append(' …');
    return line;
  }

  function entry(result, index) {
    const link = document.createElement('a');
    link.href = root + result.url;
    link.id = `result-${index}`;
    link.setAttribute('role', 'option');
    const title = document.createElement('strong');
    title.append(excerpt(result.heading, result.terms));
    const page = document.createElement('small');
    page.textContent = result.heading === result.page ? '' : result.page;
    const words = document.createElement('span');
    words.append(excerpt(result.words, result.terms));
    link.append(title, ' ', page, words);
    return link;
  }

  function choose(index) {
    const links = [...list.children];
    chosen = links.length === 0 ? -1 : (index + links.length) % links.length;
    links.forEach((link, at) => {
      link.setAttribute('aria-selected', String(at === chosen));
    });
    links[chosen]?.scrollIntoView({ block: 'nearest' });
    if (chosen >= 0) field.setAttribute('aria-activedescendant', links[chosen].id);
    else field.removeAttribute('aria-activedescendant');
  }

  function close() {
    list.replaceChildren();
    list.hidden = true;
    said.textContent = '';
    field.setAttribute('aria-expanded', 'false');
    choose(-1);
  }

  async function search() {
    const asked = field.value.trim();
    if (asked === '') return close();
    const index = await load();
    if (asked !== field.value.trim()) return;
    const found = index.search(asked);
    list.replaceChildren(...found.slice(0, MOST).map(entry));
    list.hidden = found.length === 0;
    said.textContent = found.length === 0 ? `Nothing is found for “${asked}”.` : `${found.length} found`;
    field.setAttribute('aria-expanded', String(found.length > 0));
    choose(found.length > 0 ? 0 : -1);
  }

  field.addEventListener('focus', () => void load(), { once: true });
  field.addEventListener('input', () => void search());
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Enter') list.children[chosen]?.click();
    else if (event.key === 'Escape') {
      field.value = '';
      close();
    } else return;
    event.preventDefault();
  });
  // The page may be the one that the result is on: then nothing is loaded, and the list would stay.
  list.addEventListener('click', () => setTimeout(close));
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.closest('input, textarea')) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  document.querySelector('.sidebar [aria-current]')?.scrollIntoView({ block: 'center' });
  scrollTo(scrollX, location.hash === '' ? 0 : scrollY);
})();
