// FTracker may live below a folder of its host. This file lies in static/dist there, and so knows it.
const home = new URL('../..', import.meta.url).pathname;

// Where a path of FTracker's is for the browser: /goals may be /money/goals.
export const at = (path) => home + path.slice(1);

// The path of FTracker's that the browser's path stands for.
export const inside = (path) => `/${path.slice(home.length)}`;
