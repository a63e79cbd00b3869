// A line of the list is edited where it stands. Without this the link leads to the whole form.
import {at} from './addresses.js';

const WIDE = matchMedia('(min-width: 700px)');
const idOf = (link) => link.pathname.split('/').pop();
// Links write an id without its dashes.
const short = (id) => id.replaceAll('-', '');
// The line that waits to be replaced by its form, or by itself as it is now.
let awaited = null;

const ask = (row, id, question = '') => {
  awaited = {row, id: short(id)};
  window.htmx.ajax('GET', at(`/transaction/row/${id}${question}`), {target: row, swap: 'outerHTML'});
};
const close = (row) => ask(row, row.querySelector('[data-row]').dataset.row);

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-ledger] li > a');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (link && plain && WIDE.matches && !('page' in link.dataset)) {
    event.preventDefault();
    ask(link.closest('li'), idOf(link), '?edit=1');
  }
  const cancel = event.target.closest('[data-row-cancel]');
  if (cancel) close(cancel.closest('li'));
});

document.addEventListener('submit', ({target}) => {
  if (target.dataset.row) awaited = {row: target.closest('li'), id: short(target.dataset.row)};
});

document.addEventListener('keydown', (event) => {
  const row = event.key === 'Escape' && event.target.closest('.is-editing');
  if (row) close(row);
});

const focusForm = (form) => {
  const field = form.querySelector('[aria-invalid]') ?? form.querySelector('[autofocus]');
  field.focus();
  field.select?.();
};

// The line that was edited is where one goes on, by keyboard and by ear.
const focusLine = (link) => {
  document.querySelector('[data-ledger] li.is-here')?.classList.remove('is-here');
  link.closest('li').classList.add('is-here');
  if (document.activeElement === document.body) link.focus({preventScroll: true});
};

document.addEventListener('htmx:after:swap', () => {
  if (!awaited || awaited.row.isConnected) return;
  const forms = [...document.querySelectorAll('[data-row]')];
  const form = forms.find(({dataset}) => short(dataset.row) === awaited.id);
  const link = document.querySelector(`[data-ledger] li > a[href$="/transaction/edit/${awaited.id}"]`);
  awaited = null;
  if (form) focusForm(form);
  else if (link) focusLine(link);
});
