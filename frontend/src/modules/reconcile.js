// The difference counts down while transactions are ticked, and the address remembers the ticks:
// so they are still there after an edit in between. The server decides; this only shows it at once.
import {inside} from './addresses.js';
import {write} from './amounts.js';

const form = () => document.querySelector('[data-reconcile]');

const boxes = (of) => [...of.querySelectorAll('input[data-units]')];

const tell = (of) => {
  const {reconcile, decimals} = of.dataset;
  const ticked = boxes(of).filter((box) => box.checked).reduce((sum, box) => sum + Number(box.dataset.units), 0);
  const left = Number(reconcile) - ticked;
  const text = (left > 0 ? '+' : '') + write(left / 10 ** Number(decimals));
  of.querySelector('[data-left]').textContent = text;
  of.querySelector('[data-correction]').textContent = text;
  of.querySelector('[data-even]').disabled = left !== 0;
  of.querySelector('[data-uneven]').hidden = left === 0;
};

const remember = (of) => {
  const address = new URL(of.action);
  for (const name of ['date', 'balance', 'tick']) {
    if (of.elements[name].value) address.searchParams.set(name, of.elements[name].value);
  }
  const differ = boxes(of).filter((box) => box.name === 'ids' && box.checked !== ('begins' in box.dataset));
  if (differ.length) address.searchParams.set('differ', differ.map((box) => box.value).join('.'));
  if (of.elements.older && !of.elements.older.checked) address.searchParams.set('older', 'no');
  history.replaceState(null, '', address);
  for (const link of of.querySelectorAll('.ledger a')) {
    link.search = `?next=${encodeURIComponent(inside(address.pathname) + address.search)}`;
  }
};

document.addEventListener('change', ({target}) => {
  const of = target.closest('[data-reconcile]');
  if (!of) return;
  tell(of);
  remember(of);
});

// A browser that comes back to the page has ticked what was ticked when it left.
addEventListener('pageshow', () => {
  if (form()) tell(form());
});
