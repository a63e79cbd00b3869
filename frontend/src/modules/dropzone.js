// Files can be dropped on the field; the field itself does the rest.
const sized = ({name, size}) =>
  `${name}, ${size < 1_048_576 ? `${Math.ceil(size / 1024)} kB` : `${(size / 1_048_576).toFixed(1)} MB`}`;
const told = (zone) => {
  const files = [...zone.querySelector('input[type="file"]').files];
  zone.querySelector('[data-dropzone-file]').textContent = files.map(sized).join(' · ');
};

for (const zone of document.querySelectorAll('[data-dropzone]')) {
  const input = zone.querySelector('input[type="file"]');
  const over = (is) => zone.classList.toggle('is-over', is);
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    over(true);
  });
  zone.addEventListener('dragleave', () => over(false));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', {bubbles: true}));
    // Whoever drops a file means it: there is nothing to press.
    if (zone.dataset.dropzone === 'send') input.form.requestSubmit();
  });
  input.addEventListener('change', () => told(zone));
}
