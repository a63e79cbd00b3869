// Amounts as people type them (12,50 · 1 234.5 · 3*4.20 · (12+8)/2) and as the household reads them.
// The server decides; this only shows beforehand what it will understand.
const GROUPED = /^\d{1,3}([.,' ’\u00a0\u202f]\d{3})+$/;

const settings = () => {
  const {currency = 'EUR', locale = 'en'} = document.body.dataset;
  return {currency, locale};
};

const number = (text) => {
  const mark = text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ',';
  const single = text.split(mark).length === 2;
  const [whole, fraction = ''] = single ? text.split(mark) : [text];
  if (whole && !/^\d+$/.test(whole) && !GROUPED.test(whole)) return NaN;
  if (!/^\d*$/.test(fraction) || !(whole + fraction)) return NaN;
  return Number(`${whole.replace(/\D/g, '') || 0}.${fraction || 0}`);
};

// Sum of products of factors, read from left to right.
const sum = (tokens) => {
  let total = product(tokens);
  while (tokens[0] === '+' || tokens[0] === '-') {
    total += (tokens.shift() === '+' ? 1 : -1) * product(tokens);
  }
  return total;
};
const product = (tokens) => {
  let total = factor(tokens);
  while (tokens[0] === '*' || tokens[0] === '/') {
    total = tokens.shift() === '*' ? total * factor(tokens) : total / factor(tokens);
  }
  return total;
};
const factor = (tokens) => {
  const token = tokens.shift();
  if (token === '-') return -factor(tokens);
  if (token !== '(') return number(token ?? '');
  const inner = sum(tokens);
  return tokens.shift() === ')' ? inner : NaN;
};

export const isSum = (text) => /[-+*/(]/.test(text.trim());

export const read = (text) => {
  const tokens = text.trim().split(/([-+*/()])/).map((part) => part.trim()).filter(Boolean);
  const value = tokens.length ? sum(tokens) : NaN;
  return tokens.length || !Number.isFinite(value) ? NaN : value;
};

export const write = (value, {locale, currency} = settings()) =>
  new Intl.NumberFormat(locale, {style: 'currency', currency}).format(value).replace('-', '−');
