// Select many: the bar shows itself with the count when something is selected.
const boxes = () => [...document.querySelectorAll('input[name="ids"][form="bulk"]')];
let last = null;

const refresh = () => {
  const bar = document.querySelector('[data-bulk]');
  if (!bar) return;
  const count = boxes().filter((box) => box.checked).length;
  if (count) fillLists(bar);
  bar.classList.toggle('is-on', count > 0);
  bar.querySelector('[data-bulk-count]').textContent = `${count} selected`;
};

// The lists to choose from are on the page once, in the row that adds.
const fillLists = (bar) => {
  for (const list of bar.querySelectorAll('select[data-copy]')) {
    const options = document.querySelectorAll(`[data-quick-add] select[name="${list.name}"] option`);
    list.append(...[...options].map((option) => new Option(option.text, option.value)));
    delete list.dataset.copy;
  }
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
