"""Scripts that read a page as the browser does, and tell what nobody of ours has written."""

from tests.scripts_of_strangers import PRODUCT, RAN, SIGN

# Reads a document as it is, and names everything in it that nobody of ours has written.
READ = f"""(root) => {{
  const told = [], links = [], names = [];
  const own = (url) => url.origin === location.origin || url.protocol === 'blob:';
  for (const one of root.querySelectorAll('*')) {{
    const bare = one.localName === 'script' && !one.src && one.type !== 'application/json';
    const odd = ['base', 'iframe', 'object', 'embed', 'style'].includes(one.localName);
    let wrong = one.hasAttribute('{SIGN}') || bare || odd;
    for (const {{name, value}} of one.attributes) {{
      // Charts give their canvas a size.
      const sized = name === 'style' && one.localName === 'canvas';
      if (/^(on|hx-on|style$|srcdoc$)/.test(name) && !sized) wrong = true;
      if (!/^(href|src|action|formaction|hx-(get|post)|data-href)$/.test(name)) continue;
      const url = new URL(value, location.href);
      if (!own(url) && !(url.protocol === 'data:' && one.localName === 'img')) wrong = true;
      if (name === 'href' && own(url)) links.push(url.pathname + url.search);
    }}
    if (one.name && one.form) names.push(one.name);
    if (wrong) told.push(one.outerHTML.slice(0, 300));
  }}
  const text = root.body ? root.body.textContent : '';
  if (/(^|[^0-9a-f-]){PRODUCT}([^0-9a-f-]|$)/.test(text)) told.push('a template was evaluated');
  if (/<class '|<built-in|<function/.test(text)) told.push('a format was filled in');
  if (window.{RAN}) told.push('a script ran');
  return {{told, links, names}};
}}"""
FETCH = f"""async ([asked, forms]) => {{
  const read = {READ};
  return await Promise.all(asked.map(async ([path, body]) => {{
    const given = body && {{method: 'POST', body: new URLSearchParams(body)}};
    const answer = await fetch(path, given || {{}});
    if (!/text.html/.test(answer.headers.get('content-type') || ''))
      return {{path, status: answer.status, told: [], links: [], names: []}};
    const root = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = forms ? [...root.forms].filter((one) => one.method === 'post').map((one) =>
      ({{action: one.getAttribute('action') || path,
        fields: [...one.elements].filter((field) => field.name).map((field) =>
          [field.name, field.value, field.type])}})) : [];
    return {{path, status: answer.status, forms: found, ...read(root)}};
  }}));
}}"""
STOPPED = """() => {
  window.stopped = [];
  addEventListener('securitypolicyviolation', (event) =>
    window.stopped.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
}"""
