// Charts and bubbles are heavy: their code comes only where a page has one, and draws again
// whenever the page changes.
const draw = async () => {
  const canvases = [...document.querySelectorAll('canvas[data-chart]:not([data-drawn])')];
  const bubbles = [...document.querySelectorAll('[data-bubbles]:not([data-drawn])')];
  [...canvases, ...bubbles].forEach((place) => (place.dataset.drawn = ''));
  if (canvases.length) {
    const charts = await import('../drawing/charts.js');
    canvases.forEach((canvas) => charts.draw(canvas));
  }
  if (bubbles.length) {
    const pack = await import('../drawing/bubbles.js');
    bubbles.forEach(pack.draw);
  }
};

document.addEventListener('htmx:after:swap', draw);
draw();
