// Typing 3*4.20 shows what it comes to, before it is sent.
import {isSum, read, write} from './amounts.js';

const tellIn = (field) => {
  const place = field.closest('.quick-amount')?.querySelector('output') ?? hintOf(field);
  if (!place) return;
  const value = isSum(field.value) ? read(field.value) : NaN;
  place.textContent = value > 0 ? `= ${write(value)}` : '';
};

const hintOf = (field) => {
  if (!field.closest('[data-entry]') || field.name !== 'amount') return null;
  const box = field.closest('.field');
  let place = box.querySelector('output');
  if (!place) {
    place = document.createElement('output');
    place.className = 'amount sum';
    box.append(place);
  }
  return place;
};

document.addEventListener('input', ({target}) => {
  if (target.name === 'amount') tellIn(target);
});
