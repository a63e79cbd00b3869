// Parts of a split: add one, take one away, and see what is left of the whole.
import {read, write} from './amounts.js';

const parts = document.querySelector('[data-parts]');

const renumber = () => {
  [...parts.querySelectorAll('.part')].forEach((part, index) => {
    for (const field of part.querySelectorAll('[aria-label]')) {
      field.ariaLabel = field.ariaLabel.replace(/\d+$/, index + 1);
    }
  });
};

const tellRest = () => {
  const whole = read(parts.closest('form').elements.amount.value);
  const sums = [...parts.querySelectorAll('[name="part_amount"]')].filter((field) => field.value.trim());
  const left = whole - sums.reduce((total, field) => total + read(field.value), 0);
  const place = parts.querySelector('[data-parts-left]');
  const none = Math.abs(left) < 0.0005;
  place.classList.toggle('is-off', !none);
  if (!sums.length || !Number.isFinite(left)) place.textContent = '';
  else if (none) place.textContent = 'Nothing left';
  else place.textContent = left > 0 ? `${write(left)} left` : `${write(-left)} too much`;
};

const add = () => {
  const all = parts.querySelectorAll('.part');
  const fresh = all[all.length - 1].cloneNode(true);
  fresh.querySelectorAll('input').forEach((field) => (field.value = ''));
  fresh.querySelectorAll('.field-error').forEach((error) => error.remove());
  fresh.querySelectorAll('.is-invalid').forEach((field) => field.classList.remove('is-invalid'));
  parts.querySelector('ol').append(fresh);
  renumber();
  fresh.querySelector('select').focus();
};

const remove = (part) => {
  if (parts.querySelectorAll('.part').length > 2) part.remove();
  else part.querySelectorAll('input').forEach((field) => (field.value = ''));
  renumber();
  tellRest();
};

if (parts) {
  parts.addEventListener('click', ({target}) => {
    if (target.closest('[data-part-add]')) add();
    if (target.closest('[data-part-remove]')) remove(target.closest('.part'));
  });
  parts.closest('form').addEventListener('input', tellRest);
  tellRest();
}
