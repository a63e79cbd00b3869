// In the review the digits take the proposal that bears them; silent while somebody writes.
const writes = (target) => target.closest?.('input:not([type="checkbox"]), textarea, select, dialog');

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writes(event.target)) return;
  const chosen = document.querySelector(`[data-review-key="${CSS.escape(event.key)}"]`);
  if (!chosen || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  chosen.click();
});
