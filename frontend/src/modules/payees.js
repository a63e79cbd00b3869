// Payees are suggested while typing; a known one brings its last category, type and account along.
import {at} from './addresses.js';

const WAIT = 180;
let timer;

const ask = async (payee) => {
  const response = await fetch(at(`/transactions/payees?q=${encodeURIComponent(payee)}`));
  return response.ok ? response.json() : [];
};

// What somebody chose by hand stays, whatever the payee's last time was.
const touched = (form) => (form.touchedFields ??= new Set());

const choose = (form, name, value) => {
  const radio = form.querySelector(`[name="${name}"][type="radio"][value="${value}"]`);
  const list = form.querySelector(`select[name="${name}"]`);
  if (touched(form).has(name)) return;
  if (radio) radio.checked = true;
  else if (list && [...list.options].some((option) => option.value === value)) list.value = value;
};

const suggest = async (field) => {
  const found = await ask(field.value);
  const list = document.getElementById(field.getAttribute('list'));
  list?.replaceChildren(...found.map(({payee}) => new Option('', payee)));
  const typed = field.value.trim().toLowerCase();
  const known = found.find(({payee}) => payee.toLowerCase() === typed);
  if (!known) return;
  for (const name of ['type_id', 'category_id', 'account_id']) choose(field.form, name, known[name]);
};

document.addEventListener('input', ({target}) => {
  if (target.name !== 'payee' || !target.form?.matches('[data-quick-add], [data-entry], [data-payees]')) return;
  clearTimeout(timer);
  if (target.value.trim()) timer = setTimeout(() => suggest(target), WAIT);
});
document.addEventListener('change', ({target, isTrusted}) => {
  if (isTrusted && target.form) touched(target.form).add(target.name);
});
