// Dark or light, amounts shown or hidden: switched here, remembered, and told to the charts.
const page = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');

const remember = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing still switches this page.
  }
};

const dress = (button, icon, words, pressed) => {
  button.querySelector('.bi').className = `bi bi-${icon}`;
  button.querySelector('.visually-hidden').textContent = words;
  button.title = words;
  if (pressed !== undefined) button.setAttribute('aria-pressed', pressed);
};

const show = () => {
  const dark = page.dataset.bsTheme === 'dark';
  const hidden = page.dataset.amounts === 'hidden';
  for (const button of document.querySelectorAll('[data-theme-switch]')) {
    dress(button, dark ? 'sun' : 'moon', dark ? 'Switch to light' : 'Switch to dark');
  }
  for (const button of document.querySelectorAll('[data-hide-amounts]')) {
    dress(button, hidden ? 'eye-slash' : 'eye', 'Hide amounts', hidden);
  }
  const paper = getComputedStyle(page).getPropertyValue('--paper').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', paper);
};

const changed = () => {
  show();
  document.dispatchEvent(new CustomEvent('looks-changed'));
};

export const switchTheme = () => {
  page.dataset.bsTheme = page.dataset.bsTheme === 'dark' ? 'light' : 'dark';
  remember('theme', page.dataset.bsTheme);
  changed();
};

export const switchAmounts = () => {
  page.dataset.amounts = page.dataset.amounts === 'hidden' ? 'shown' : 'hidden';
  remember('amounts', page.dataset.amounts);
  changed();
};

document.addEventListener('click', ({target}) => {
  if (target.closest('[data-theme-switch]')) switchTheme();
  if (target.closest('[data-hide-amounts]')) switchAmounts();
});

system.addEventListener('change', ({matches}) => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('theme');
  } catch {
    // Nothing is kept, so nothing was chosen.
  }
  if (chosen) return;
  page.dataset.bsTheme = matches ? 'dark' : 'light';
  changed();
});

show();
