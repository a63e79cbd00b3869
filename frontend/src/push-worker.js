// Shows what FTracker has to say, and opens its page when that is chosen. Of a message that comes
// twice only one is shown: both have the same tag.
addEventListener('push', (event) => {
  const {title, body, path, tag} = event.data.json();
  const options = {body, tag, data: {path}};
  event.waitUntil(registration.showNotification(title, options));
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.path.slice(1), registration.scope).href;
  event.waitUntil((async () => {
    const pages = await clients.matchAll({type: 'window'});
    const open = pages.find((page) => page.url === address);
    return open ? open.focus() : clients.openWindow(address);
  })());
});
