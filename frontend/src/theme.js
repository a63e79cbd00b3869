// Runs before anything is painted, so that nobody sees the wrong theme or a hidden amount.
(() => {
  const page = document.documentElement;
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const dark = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  page.dataset.js = '';
  page.dataset.bsTheme = kept('theme') ?? dark;
  if (kept('amounts') === 'hidden') page.dataset.amounts = 'hidden';
})();
