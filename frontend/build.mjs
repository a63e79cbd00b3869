// Builds src/ into ftracker/static/dist and writes manifest.json: source name → hashed file name.
import {readFileSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const finished = resolve(here, '../ftracker/static/dist');
const building = `${finished}.new`;

// Each file directly in src/ is an entry of its own; folders hold what entries import.
const isEntry = (name) => /\.(js|scss|svg)$/.test(name) && !name.startsWith('_');
const entries = readdirSync(resolve(here, 'src')).filter(isEntry).map((name) => `src/${name}`);

// One icon as an image inside the style sheet, so that only the icons in use travel.
const iconImage = ([name]) => {
  const file = resolve(here, `node_modules/bootstrap-icons/icons/${name.assertString().text}.svg`);
  const svg = readFileSync(file, 'utf8')
    .replace(/\s(width|height|fill|class)="[^"]*"/g, '')
    .replace(/\s*\n\s*/g, '')
    .replaceAll('"', "'");
  const encoded = svg.replace(/[<>#%]/g, encodeURIComponent);
  return new sass.SassString(`url("data:image/svg+xml,${encoded}")`, {quotes: false});
};

// Sass resolves variables and mixins; what it leaves (plain CSS imports, fonts) is bundled by esbuild.
const scss = {
  name: 'scss',
  setup(build) {
    build.onLoad({filter: /\.scss$/}, ({path}) => {
      const compiled = sass.compile(path, {
        loadPaths: [resolve(here, 'node_modules')],
        quietDeps: true,
        functions: {'icon-image($name)': iconImage},
        // Bootstrap 5.3 is written with @import; the warning is about its next major version.
        silenceDeprecations: ['import'],
      });
      return {contents: compiled.css, loader: 'css', resolveDir: dirname(path)};
    });
  },
};

rmSync(building, {recursive: true, force: true});
const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: entries,
  outdir: building,
  outbase: 'src',
  bundle: true,
  minify: true,
  splitting: true,
  format: 'esm',
  target: ['es2022'],
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: {'.woff2': 'file', '.woff': 'file', '.svg': 'copy', '.png': 'file'},
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
  plugins: [scss],
});

const manifest = {};
for (const [file, output] of Object.entries(result.metafile.outputs)) {
  if (output.entryPoint) {
    const source = basename(output.entryPoint).replace(/\.scss$/, '.css');
    manifest[source] = basename(file);
  }
}
writeFileSync(`${building}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
rmSync(finished, {recursive: true, force: true});
renameSync(building, finished);
