// Colours by name, as the present theme writes them.
const ROLES = {income: '--income', spending: '--spending', set_aside: '--set_aside', net: '--net'};

const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const ink = () => variable('--ink');
export const quiet = () => variable('--quiet');
export const line = () => variable('--line');
export const surface = () => variable('--surface');
export const category = (name) => variable(`--cat-${name}`) || variable('--cat-slate');
export const ofSeries = ({role, colour}) => (role && ROLES[role] ? variable(ROLES[role]) : category(colour ?? 'slate'));
