// Requests that htmx makes carry the token of the page.
document.addEventListener('htmx:config:request', ({detail}) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) detail.ctx.request.headers['X-CSRF-Token'] = token;
});
