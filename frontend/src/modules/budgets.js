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

document.addEventListener('focusin', ({target}) => {
  if (sheet() && target.matches?.('[data-cell]')) target.select();
});
