// A file can be dropped on the field; the field itself does the rest.
const told = (zone) => {
  const file = zone.querySelector('input[type="file"]').files[0];
  const size = file && (file.size < 1_048_576 ? `${Math.ceil(file.size / 1024)} kB` : `${(file.size / 1_048_576).toFixed(1)} MB`);
  zone.querySelector('[data-dropzone-file]').textContent = file ? `${file.name}, ${size}` : '';
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
  });
  input.addEventListener('change', () => told(zone));
}
