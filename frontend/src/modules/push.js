// Lets this browser be told: asks its person, gets an address from its maker, and sends that to FTracker.
import {at} from './addresses.js';

const form = document.querySelector('[data-push]');
const says = form?.querySelector('[data-push-says]');
const canBeTold = 'serviceWorker' in navigator && 'PushManager' in window && isSecureContext;

const bytes = (text) => {
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4);
  return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
};

const here = () => {
  const system = navigator.userAgentData?.platform || navigator.platform || '';
  return `Browser${system ? ` on ${system}` : ''}`.slice(0, 100);
};

const subscribe = async () => {
  await navigator.serviceWorker.register(at('/push-worker.js'), {scope: at('/')});
  const {pushManager} = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  await old?.unsubscribe();
  return pushManager.subscribe({userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push)});
};

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll('[name="timezone"]')) {
  if (zone && field.value === 'UTC' && field.form.querySelector('[name="kind"]')) field.value = zone;
}

if (form && canBeTold) says.hidden = true;
form?.addEventListener('submit', async (event) => {
  if (form.elements.address.value) return;
  event.preventDefault();
  try {
    if (!canBeTold) throw new Error('This browser cannot be told here. The page must be reached by https.');
    if ((await Notification.requestPermission()) !== 'granted') throw new Error('This browser does not allow it. Change that at the lock beside the address.');
    form.elements.address.value = JSON.stringify(await subscribe());
    form.elements.name.value = here();
    form.requestSubmit();
  } catch (problem) {
    says.textContent = problem.message;
    says.hidden = false;
  }
});
