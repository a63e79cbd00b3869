// Cells of budgets are saved as they are left, and Enter goes on to the next one below.
// Without this the button saves them all.
const cells = () => [...document.querySelectorAll('[data-cell]')];
const sheet = () => document.querySelector('#budgets');

// The period of a cell is the last part of its id: the next one below has the same.
const below = (cell, step) => {
  const column = cells().filter((one) => one.id.slice(-8) === cell.id.slice(-8));
  return column[column.indexOf(cell) + step];
};

let last = Promise.resolve();

const save = async (cell) => {
  const form = cell.form;
  const body = new URLSearchParams({csrf_token: form.elements.csrf_token.value, [cell.name]: cell.value});
  const answer = await fetch(form.action, {method: 'POST', body});
  if (answer.ok || answer.status === 422 || answer.status === 409) show(await answer.text(), cell);
};

// What was typed meanwhile stays, and so does the cursor.
const show = (text, saved) => {
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const typed = cells().filter((one) => one !== saved && one.value !== one.defaultValue).map(({id, value}) => [id, value]);
  const here = document.activeElement?.id;
  for (const id of ['budgets', 'flash']) {
    const part = fresh.getElementById(id);
    if (part) document.getElementById(id).replaceWith(document.adoptNode(part));
  }
  for (const [id, value] of typed) {
    const one = document.getElementById(id);
    if (one) one.value = value;
  }
  const focused = here && document.getElementById(here);
  focused?.focus({preventScroll: true});
  focused?.select?.();
};

document.addEventListener('change', ({target}) => {
  if (target.matches?.('[data-cell]')) last = last.then(() => save(target)).catch(() => {});
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || !event.target.matches?.('[data-cell]')) return;
  event.preventDefault();
  const next = below(event.target, event.shiftKey ? -1 : 1);
  if (next) {
    next.focus();
    next.select();
  } else {
    event.target.blur();
  }
});

// A cell that is entered proposes what its own page proposes; a click takes it.
let asking = null;
const close = () => document.querySelector('.cell-proposals')?.remove();

const place = (box, cell) => {
  const {left, bottom} = cell.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(8, Math.min(bottom + 4, innerHeight - box.offsetHeight - 8))}px`;
};

const propose = async (cell) => {
  const link = cell.closest('tr').querySelector(`[data-of="${cell.id}"]`);
  const answer = await fetch(link.href);
  if (!answer.ok || document.activeElement !== cell) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const list = page.querySelector('.proposals');
  if (!list || document.activeElement !== cell) return;
  close();
  const box = document.createElement('div');
  box.className = 'cell-proposals';
  box.append(document.adoptNode(list));
  sheet().append(box);
  for (const button of box.querySelectorAll('button')) {
    button.type = 'button';
    button.tabIndex = -1;
    button.removeAttribute('name');
  }
  asking = cell;
  place(box, cell);
};

// Before the cell loses the cursor, which would put the proposals away.
document.addEventListener('pointerdown', (event) => {
  const button = event.target.closest?.('.cell-proposals button');
  if (!button) return;
  event.preventDefault();
  asking.value = button.value;
  close();
  asking.dispatchEvent(new Event('change', {bubbles: true}));
});

addEventListener('scroll', close, {capture: true, passive: true});

let waiting = 0;
document.addEventListener('focusin', ({target}) => {
  if (!sheet()) return;
  clearTimeout(waiting);
  close();
  if (!target.matches?.('[data-cell]')) return;
  target.select();
  waiting = setTimeout(() => propose(target).catch(() => {}), 250);
});
