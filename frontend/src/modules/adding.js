// The row that adds a transaction is sent with its whole page; who types goes on where they were.
const SENT = 'transaction-sent';
const WIDE = matchMedia('(min-width: 700px)');

// A browser that keeps nothing begins each page at its top.
const kept = (deed) => {
  try {
    return deed(sessionStorage);
  } catch {
    return null;
  }
};

document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-quick-add]')) kept((store) => store.setItem(SENT, 'yes'));
});

const wasSent = kept((store) => store.getItem(SENT));
kept((store) => store.removeItem(SENT));

const form = document.querySelector('[data-quick-add]');
if (form?.matches('.is-wrong')) {
  (form.querySelector('[aria-invalid]') ?? form.elements.amount).focus();
} else if (form && wasSent && WIDE.matches) {
  // On a phone the keyboard would cover what was just added.
  form.elements.amount.focus();
}
