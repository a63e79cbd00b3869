// Select many: the bar shows itself with the count when something is selected.
const boxes = () => [...document.querySelectorAll('input[name="ids"][form="bulk"]')];
let last = null;

const refresh = () => {
  const bar = document.querySelector('[data-bulk]');
  if (!bar) return;
  const count = boxes().filter((box) => box.checked).length;
  if (count) offer(bar);
  bar.classList.toggle('is-on', count > 0);
  bar.querySelector('[data-bulk-count]').textContent = `${count} selected`;
};

// What they can be changed to is on the page once, in the row that adds; without scripts a page asks.
const NAMES = {category_id: 'New category', account_id: 'New account', date: 'New date'};

const offer = (bar) => {
  const adding = document.querySelector('[data-quick-add]');
  if (!adding || !bar.querySelector('[value="change"]') || bar.elements.category_id) return;
  for (const [name, words] of Object.entries(NAMES)) {
    const copy = adding.elements[name]?.cloneNode(true);
    if (!copy) continue;
    copy.ariaLabel = words;
    copy.title = words;
    if (copy.options) copy.prepend(new Option(`${words} …`, ''));
    copy.value = '';
    bar.querySelector('.row-actions').before(copy);
  }
  bar.querySelector('[value="change"]').textContent = 'Change';
};

// With the shift key everything between two clicks is selected.
const fill = (from, to) => {
  const all = boxes();
  const [first, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  if (first >= 0) all.slice(first, end + 1).forEach((box) => (box.checked = to.checked));
};

document.addEventListener('click', (event) => {
  const box = event.target.closest('input[name="ids"]');
  if (box) {
    if (event.shiftKey && last) fill(last, box);
    last = box;
  }
  if (event.target.closest('[data-bulk-clear]')) {
    boxes().forEach((one) => (one.checked = false));
  }
  refresh();
});
document.addEventListener('change', refresh);
document.addEventListener('htmx:after:swap', refresh);
addEventListener('pageshow', refresh);
refresh();
