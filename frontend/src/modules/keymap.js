// The keys, once: this list is what the dialog shows and what the keyboard does.
import {at} from './addresses.js';
import {switchAmounts, switchTheme} from './looks.js';

const go = (path) => () => location.assign(at(path));
const press = (selector) => () => document.querySelector(selector)?.click();
const focus = (selector) => () => {
  const field = document.querySelector(selector);
  field?.focus();
  field?.select?.();
  return Boolean(field);
};

const lines = () => [...document.querySelectorAll('[data-ledger] li')];
const here = () => document.querySelector('[data-ledger] li.is-here');
const move = (step) => () => {
  const all = lines();
  if (!all.length) return;
  const place = all.indexOf(here());
  const next = all[Math.max(0, Math.min(all.length - 1, place < 0 ? 0 : place + step))];
  here()?.classList.remove('is-here');
  next.classList.add('is-here');
  (next.querySelector(':scope > a') ?? next.querySelector('input'))?.focus({preventScroll: true});
  next.scrollIntoView({block: 'nearest'});
};
const onLine = (deed) => () => here() && deed(here());
const link = (line) => line.querySelector(':scope > a[href*="/transaction/edit/"]');

export const KEYS = {
  'Go to': {
    'g h': ['Home', go('/')],
    'g b': ['Budgets', go('/budgets')],
    'g g': ['Goals', go('/goals')],
    'g u': ['What is due', go('/schedules')],
    'g n': ['Alerts', go('/alerts')],
    'g f': ['Forecast', go('/forecast')],
    'g r': ['Reports', go('/reports')],
    'g d': ['Data', go('/data')],
    'g c': ['Categories', go('/categories')],
    'g a': ['Accounts', go('/accounts')],
    'g v': ['Review', go('/review')],
    'g i': ['History', go('/history')],
    'g s': ['Settings', go('/settings')],
  },
  'On this page': {
    n: ['Add a transaction', () => focus('[data-key="amount"]')() || document.querySelector('.nav-add a')?.click()],
    '/': ['Search', focus('[data-key="search"]')],
    '[': ['Earlier period', press('[data-key="previous"]')],
    ']': ['Later period', press('[data-key="next"]')],
    u: ['Undo what was just done', press('[data-flash] form button')],
  },
  'In the list': {
    j: ['Next line', move(1)],
    k: ['Line before', move(-1)],
    x: ['Select it', onLine((line) => line.querySelector(':scope > input')?.click())],
    e: ['Edit it', onLine((line) => link(line)?.click())],
    d: ['Delete it', onLine((line) => link(line) && location.assign(link(line).pathname.replace('/edit/', '/delete/')))],
  },
  'In the review': {
    '1 … 9': ['Take that proposal', () => {}],
    s: ['Skip the group', press('[data-review-skip]')],
    r: ['Make it a rule', press('[data-review] [name="make_rule"]')],
  },
  Looks: {
    t: ['Dark or light', switchTheme],
    h: ['Hide amounts', switchAmounts],
    '?': ['Show these keys', () => showMap()],
  },
};

const element = (name, content, className = '') => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...[content].flat());
  return made;
};

const section = ([title, keys]) => {
  const list = element('dl', Object.entries(keys).flatMap(([key, [words]]) => [
    element('dt', key.split(' ').flatMap((one) => [element('kbd', one), ' '])),
    element('dd', words),
  ]));
  return element('section', [element('h3', title), list]);
};

const showMap = () => {
  let dialog = document.querySelector('#keymap');
  if (!dialog) {
    const close = element('button', 'Close', 'btn btn-outline-secondary');
    close.addEventListener('click', () => dialog.close());
    dialog = element('dialog', [
      element('h2', 'Keyboard'),
      element('div', Object.entries(KEYS).map(section), 'keymap'),
      close,
    ]);
    dialog.id = 'keymap';
    dialog.ariaLabel = 'Keyboard';
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
};
