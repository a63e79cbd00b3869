// Colours by name, as the present theme writes them.
const ROLES = {income: '--income', spending: '--spending', set_aside: '--set_aside', net: '--net'};

const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const ink = () => variable('--ink');
export const quiet = () => variable('--quiet');
export const line = () => variable('--line');
export const surface = () => variable('--surface');
// A colour of the palette, or the one of a section: the same name is the same colour everywhere.
export const category = (name) => variable(ROLES[name] ?? `--cat-${name}`) || variable('--cat-slate');
export const of = ({role, colour}) => category(role ?? colour ?? 'slate');
export const faint = (colour, percent) => {
  const [red, green, blue] = /^#(..)(..)(..)$/.exec(colour)?.slice(1).map((hex) => parseInt(hex, 16)) ?? [128, 128, 128];
  return `rgba(${red}, ${green}, ${blue}, ${percent / 100})`;
};
