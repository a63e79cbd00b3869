// Every transaction a bubble inside its category's bubble, sized by amount. Bubbles are links:
// the keyboard reaches them, and a tip says what they are.
import {hierarchy, pack} from 'd3-hierarchy';
import {fitted} from './writing.js';

const SVG = 'http://www.w3.org/2000/svg';
// A bubble that nobody could see or hit says nothing.
const SMALLEST = 0.0008;
// Circles from this radius on carry their name; the bubbles of all leave the same share of room for it.
const NAMED = 30;
const SHRUNK = 0.84;

const svg = (name, attributes, ...children) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// The packed circles, as large as the width (and a screen's height) lets them be.
const TALLEST = 640;

const packed = (categories) => {
  const total = categories.reduce((sum, category) => sum + Math.abs(category.amount), 0) || 1;
  const root = hierarchy({children: categories}, (node) => node.children ?? node.items)
    .sum((node) => (node.items || node.children ? 0 : Math.max(Math.abs(node.amount), total * SMALLEST)))
    .sort((a, b) => b.value - a.value);
  return pack().size([1000, 1000]).padding((node) => (node.depth ? 2 : 16))(root).children ?? [];
};

const placed = (homes, width) => {
  const left = Math.min(...homes.map(({x, r}) => x - r));
  const top = Math.min(...homes.map(({y, r}) => y - r));
  const wide = Math.max(...homes.map(({x, r}) => x + r)) - left;
  const high = Math.max(...homes.map(({y, r}) => y + r)) - top;
  const scale = Math.min((width - 4) / wide, TALLEST / high);
  const margin = (width - wide * scale) / 2;
  for (const home of homes) {
    home.each((node) => {
      node.x = (node.x - left) * scale + margin;
      node.y = (node.y - top) * scale + 2;
      node.r *= scale;
    });
  }
  return high * scale + 4;
};

const words = ({label, date, text, more}) => [label, more ? '' : date, text].filter(Boolean).join(', ');

const inside = (home) => (node) => ({
  data: node.data,
  r: node.r * SHRUNK,
  x: home.x + (node.x - home.x) * SHRUNK,
  y: home.y + (node.y - home.y) * SHRUNK + (home.r > NAMED ? home.r * (1 - SHRUNK) * 0.7 : 0),
});

const bubble = ({x, y, r, data}) => {
  const more = data.more > 0;
  const link = svg('a', {href: data.link, 'aria-label': words(data), tabindex: '-1'});
  link.append(svg('circle', {class: more ? 'bubble bubble-more' : 'bubble', cx: x, cy: y, r: Math.max(r, 1)}));
  const room = Math.floor(r / 3.6);
  if (r > 22 && data.label) {
    link.append(svg('text', {class: more ? '' : 'bubble-text', x, y: y + 4, 'aria-hidden': 'true'}, fitted(data.label, room)));
  }
  link.bubble = {x, y, r, data};
  return link;
};

const home = (node) => {
  const {x, y, r, data, children} = node;
  const group = svg('g', {class: `cat-${data.colour}`, role: 'group', 'aria-label': `${data.name}, ${data.text}`});
  group.append(svg('circle', {class: 'bubble-home', cx: x, cy: y, r}), ...children.map(inside(node)).map(bubble));
  group.querySelector('a').setAttribute('tabindex', '0');
  group.category = data.name;
  return group;
};

// A name stands inside its circle at the top, as long as the circle is wide there.
const name = ({x, y, r, data}) => {
  const below = 15;
  const room = r > NAMED ? Math.floor((2 * Math.sqrt(r * r - (r - below) ** 2)) / 7.2) : 0;
  if (room < 3) return '';
  const label = svg('text', {class: 'bubble-name', x, y: y - r + below + 3}, fitted(data.name, room));
  return svg('a', {href: data.link, tabindex: '-1', 'aria-hidden': 'true'}, label);
};

const line = (text, tag = 'span', className = '') => {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
};

const tip = (place) => {
  const box = document.createElement('div');
  box.className = 'bubble-tip';
  box.hidden = true;
  place.append(box);
  return {
    hide: () => (box.hidden = true),
    show: ({x, y, r, data}, category, scale) => {
      box.replaceChildren(line(data.label || category, 'b'), line(data.text, 'span', 'amount'), line(` · ${category}${data.date ? ` · ${data.date}` : ''}`));
      box.hidden = false;
      const left = Math.min(Math.max(x * scale - box.offsetWidth / 2, 0), place.clientWidth - box.offsetWidth);
      const above = (y - r) * scale - box.offsetHeight - 8;
      box.style.left = `${left}px`;
      box.style.top = `${above > -40 ? above : (y + r) * scale + 8}px`;
    },
  };
};

// Tab goes from category to category, the arrows from bubble to bubble inside one.
const step = (event) => {
  const steps = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};
  const link = event.target.closest('a');
  if (!link || !steps[event.key]) return;
  event.preventDefault();
  const all = [...link.closest('g').querySelectorAll('a')];
  const next = all[(all.indexOf(link) + steps[event.key] + all.length) % all.length];
  all.forEach((one) => one.setAttribute('tabindex', one === next ? '0' : '-1'));
  next.focus();
};

const listen = (place, picture, width) => {
  const tips = tip(place);
  const tell = ({target}) => {
    const link = target.closest?.('a');
    const group = target.closest?.('g');
    if (link?.bubble) tips.show(link.bubble, group.category, place.clientWidth / width);
    else tips.hide();
  };
  let touched = null;
  picture.addEventListener('pointerover', tell);
  picture.addEventListener('focusin', tell);
  picture.addEventListener('pointerleave', tips.hide);
  picture.addEventListener('focusout', tips.hide);
  picture.addEventListener('keydown', step);
  // On a touch screen the first tap tells and the second one opens.
  picture.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (event.pointerType !== 'touch' || !link?.bubble || touched === link) return;
    event.preventDefault();
    touched = link;
    tell(event);
  });
};

const paint = (place, {categories}) => {
  const width = Math.max(place.clientWidth, 280);
  const homes = packed(categories.filter((category) => category.items.length));
  const height = placed(homes, width);
  const picture = svg('svg', {viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Transactions as bubbles by category'});
  picture.append(...homes.map(home), ...homes.map(name));
  place.replaceChildren(picture);
  listen(place, picture, width);
};

const load = async (place) => {
  if (place.dataset.bubbles) return JSON.parse(document.getElementById(place.dataset.bubbles).textContent);
  const response = await fetch(place.dataset.src);
  return response.ok ? response.json() : {categories: []};
};

export const draw = async (place) => {
  const found = await load(place);
  if (!found.categories.length) {
    place.hidden = true;
    return;
  }
  let width = 0;
  new ResizeObserver(() => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    paint(place, found);
  }).observe(place);
};
