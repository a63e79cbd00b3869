// Lets the browser make a passkey, or answer with one, and sends what it says with the form around.
const can = window.PublicKeyCredential && isSecureContext;
const CANNOT = 'Passkeys work only by https, or at localhost, and in a browser that knows them.';
const WORDS = {
  NotAllowedError: 'Nothing was done. Try again, and follow what the browser asks.',
  InvalidStateError: 'This device keeps a passkey for you here already.',
  SecurityError: 'Passkeys need a name such as localhost or money.example.org; this address is none.',
};

const bytes = (text) => {
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4);
  return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
};

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const named = (list) => (list ?? []).map((one) => ({...one, id: bytes(one.id)}));

// What the browser says, written as the server reads it.
const written = ({id, rawId, type, response}) => {
  const said = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[name]) said[name] = text(response[name]);
  }
  return JSON.stringify({id, rawId: text(rawId), type, response: said});
};

const challenge = async (address) => {
  const headers = {'X-CSRF-Token': document.querySelector('meta[name="csrf-token"]').content};
  const answer = await fetch(address, {method: 'POST', headers});
  if (answer.ok && answer.headers.get('content-type')?.startsWith('application/json')) return answer.json();
  if (answer.status === 429) throw new Error((await answer.json()).said);
  // The page itself asks for whatever is missing.
  location.reload();
  return new Promise(() => {});
};

const make = (options) =>
  navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: {...options.user, id: bytes(options.user.id)},
      excludeCredentials: named(options.excludeCredentials),
    },
  });

const show = (options) =>
  navigator.credentials.get({
    publicKey: {...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials)},
  });

const attempt = async (form, address, deed, fields) => {
  const says = form.querySelector('[data-passkey-says]');
  says.hidden = true;
  try {
    if (!can) throw new Error(CANNOT);
    const {token, options} = await challenge(address);
    form.elements[fields.passkey].value = written(await deed(options));
    form.elements[fields.token].value = token;
    form.requestSubmit();
  } catch (problem) {
    says.textContent = WORDS[problem.name] ?? problem.message;
    says.hidden = false;
  }
};

for (const button of document.querySelectorAll('[data-passkey]')) {
  const fields = {passkey: 'proof_passkey', token: 'proof_token'};
  button.addEventListener('click', () => attempt(button.form, button.dataset.passkey, show, fields));
}

for (const form of document.querySelectorAll('[data-passkey-new]')) {
  form.addEventListener('submit', (event) => {
    if (form.elements.passkey.value) return;
    event.preventDefault();
    attempt(form, form.dataset.passkeyNew, make, {passkey: 'passkey', token: 'token'});
  });
}
