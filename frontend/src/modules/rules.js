// Conditions of a rule: add one, take one away, offer what fits its field, tell what it would do.
import {at} from './addresses.js';

const form = document.querySelector('[data-rule]');
const KINDS = {amount: 'number', date: 'number', day: 'number', text: 'text', payee: 'text', note: 'text'};
const FITTING = {
  text: ['contains', 'starts', 'ends', 'equals', 'matches'],
  number: ['equals', 'above', 'below', 'between'],
  name: ['is'],
};
const WAIT = 400;
let timer;

const rows = () => [...form.querySelectorAll('.condition')];

const fit = (row) => {
  const field = row.querySelector('[name="condition_field"]').value;
  const operator = row.querySelector('[name="condition_operator"]');
  const value = row.querySelector('[name="condition_value"]');
  const fitting = FITTING[KINDS[field] ?? 'name'];
  for (const option of operator.options) {
    option.hidden = option.disabled = !fitting.includes(option.value.replace('not-', ''));
  }
  for (const group of operator.querySelectorAll('optgroup')) {
    group.hidden = [...group.children].every((option) => option.hidden);
  }
  if (operator.selectedOptions[0]?.disabled) operator.value = fitting[0];
  if (document.getElementById(`list-${field}`)) value.setAttribute('list', `list-${field}`);
  else value.removeAttribute('list');
  value.type = field === 'date' ? 'date' : 'text';
  row.querySelector('[name="condition_to"]').type = value.type;
};

const renumber = () => rows().forEach((row, index) => {
  for (const field of row.querySelectorAll('[aria-label]')) {
    field.ariaLabel = field.ariaLabel.replace(/\d+$/, index + 1);
  }
});

const add = () => {
  const all = rows();
  const fresh = all[all.length - 1].cloneNode(true);
  fresh.removeAttribute('id');
  fresh.querySelectorAll('input').forEach((field) => (field.value = ''));
  fresh.querySelectorAll('.field-error').forEach((error) => error.remove());
  fresh.querySelectorAll('.is-invalid').forEach((field) => field.classList.remove('is-invalid'));
  form.querySelector('.conditions').append(fresh);
  fit(fresh);
  renumber();
  fresh.querySelector('select').focus();
};

const remove = (row) => {
  if (rows().length > 1) row.remove();
  else row.querySelectorAll('input').forEach((field) => (field.value = ''));
  renumber();
  tell();
};

const tell = () => {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const answer = await fetch(at('/rules/preview'), {method: 'POST', body: new URLSearchParams(new FormData(form))});
    if (answer.ok) form.querySelector('[data-rule-preview]').innerHTML = await answer.text();
  }, WAIT);
};

if (form) {
  rows().forEach(fit);
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-condition-add], [data-condition-remove]');
    if (!button) return;
    event.preventDefault();
    if (button.matches('[data-condition-add]')) add();
    else remove(button.closest('.condition'));
  });
  form.addEventListener('change', ({target}) => {
    if (target.name === 'condition_field') fit(target.closest('.condition'));
  });
  form.addEventListener('input', tell);
}
