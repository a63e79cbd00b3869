// A line of the list is edited where it stands. Without this the link leads to the whole form.
import {at} from './addresses.js';

const WIDE = matchMedia('(min-width: 700px)');
const idOf = (link) => link.pathname.split('/').pop();

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-ledger] li > a');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (link && plain && WIDE.matches && !('page' in link.dataset)) {
    event.preventDefault();
    const row = link.closest('li');
    window.htmx.ajax('GET', at(`/transaction/row/${idOf(link)}?edit=1`), {target: row, swap: 'outerHTML'});
  }
  const cancel = event.target.closest('[data-row-cancel]');
  if (cancel) close(cancel.closest('li'));
});

const close = (row) => {
  const {row: id} = row.querySelector('[data-row]').dataset;
  window.htmx.ajax('GET', at(`/transaction/row/${id}`), {target: row, swap: 'outerHTML'});
};

document.addEventListener('keydown', (event) => {
  const row = event.key === 'Escape' && event.target.closest('.is-editing');
  if (row) close(row);
});

document.addEventListener('htmx:after:swap', () => {
  document.querySelector('.is-editing [autofocus]')?.select();
});
