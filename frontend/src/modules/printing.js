// Paper is light: pages are printed in the light theme, and charts are drawn anew for it.
const page = document.documentElement;
let before = null;

const dress = (theme) => {
  page.dataset.bsTheme = theme;
  document.dispatchEvent(new CustomEvent('looks-changed'));
};

addEventListener('beforeprint', () => {
  before = page.dataset.bsTheme;
  if (before !== 'light') dress('light');
});
addEventListener('afterprint', () => {
  if (before && before !== 'light') dress(before);
  before = null;
});

document.addEventListener('click', ({target}) => {
  if (target.closest('[data-print]')) print();
});
