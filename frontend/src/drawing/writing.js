// Values of charts as the household writes them; hidden amounts are hidden here too.
const isHidden = () => document.documentElement.dataset.amounts === 'hidden';

const digits = (short, decimals) => (short
  ? {notation: 'compact', maximumFractionDigits: 1}
  : {minimumFractionDigits: decimals, maximumFractionDigits: decimals});

const STYLES = {
  money: ({currency, decimals}, short) => ({style: 'currency', currency, ...digits(short, decimals)}),
  count: (_, short) => digits(short, 0),
  share: () => ({style: 'percent', maximumFractionDigits: 0}),
};

// Gives the function that writes a value; a short one fits on an axis.
export const writer = ({currency = 'EUR', locale = 'en', decimals = 2, measure = 'money'} = {}, short = false) => {
  const format = new Intl.NumberFormat(locale, STYLES[measure]({currency, decimals}, short));
  return (value) => (isHidden() && measure === 'money' ? '•••' : format.format(value).replace('-', '−'));
};

// Cuts between characters, of which one may be two code units long.
export const fitted = (text, room) => {
  const characters = [...text];
  return characters.length > room ? `${characters.slice(0, room - 1).join('')}…` : text;
};
