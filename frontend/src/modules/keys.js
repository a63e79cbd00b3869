// Single keys and pairs such as g h; silent while somebody writes or a dialog is open.
import {KEYS} from './keymap.js';

const PAIR_WITHIN = 1200;
const deeds = Object.assign({}, ...Object.values(KEYS));
let first = '';
let at = 0;

const writes = (target) => target.closest?.('input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable]');

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector('dialog[open]')) return;
  if (writes(event.target)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const pair = first && Date.now() - at < PAIR_WITHIN ? `${first} ${event.key}` : event.key;
  first = '';
  const deed = deeds[pair];
  if (deed) {
    event.preventDefault();
    deed[1]();
  } else if (Object.keys(deeds).some((keys) => keys.startsWith(`${event.key} `))) {
    first = event.key;
    at = Date.now();
  }
});
