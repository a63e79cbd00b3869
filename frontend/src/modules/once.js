// A form that was sent is not sent again by a second click. The server would notice; this is kinder.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-once]') || event.defaultPrevented) return;
  if (form.dataset.sent && !form.hasAttribute('hx-post')) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  form.setAttribute('aria-busy', 'true');
});

// The page may come back from the browser's memory, and its forms must work then.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    form.removeAttribute('aria-busy');
  }
});

// What is left empty in a search does not belong into its address.
document.addEventListener('formdata', ({target, formData}) => {
  if (target.method !== 'get') return;
  for (const [name, value] of [...formData]) {
    if (value === '') formData.delete(name);
  }
});
