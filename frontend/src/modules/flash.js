// Messages can be closed; one without Undo leaves by itself, after time enough to read it.
const LEAVES_AFTER = 12_000;

const watch = (message) => {
  if (message.dataset.watched) return;
  message.dataset.watched = 'yes';
  if (message.querySelector('form') || !message.classList.contains('is-success')) return;
  const leave = () => {
    if (message.matches(':hover, :focus-within')) setTimeout(leave, LEAVES_AFTER);
    else message.remove();
  };
  setTimeout(leave, LEAVES_AFTER);
};

const watchAll = () => document.querySelectorAll('[data-flash]').forEach(watch);

document.addEventListener('click', ({target}) => {
  if (target.closest('[data-dismiss]')) target.closest('[data-flash]')?.remove();
});
document.addEventListener('htmx:after:swap', watchAll);
watchAll();
document.querySelector('[data-focus]')?.focus();
