// Where things lie: the assets beside this file, node_modules in the nearest folder above that has the parts.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export const root = path.dirname(import.meta.dirname);

const require = createRequire(import.meta.url);

export const fontFiles = () => {
  const folder = path.dirname(require.resolve('@expo-google-fonts/pt-sans/package.json'));
  const file = (style, name) => path.join(folder, style, `${name}.ttf`);
  return {
    regular: file('400Regular', 'PTSans_400Regular'), bold: file('700Bold', 'PTSans_700Bold'),
    italic: file('400Regular_Italic', 'PTSans_400Regular_Italic'), boldItalic: file('700Bold_Italic', 'PTSans_700Bold_Italic'),
  };
};

const names = (folder, ending) => fs.readdirSync(folder).filter(name => name.endsWith(ending)).map(name => name.slice(0, -ending.length)).sort();

// Names of the templates of sections.
export const templates = () => names(path.join(root, 'templates', 'sections'), '.typ');

// [name, address of the module] of every chart layout.
export const layoutFiles = () => {
  const folder = path.join(import.meta.dirname, 'layout');
  return names(folder, '.mjs').map(name => [name, pathToFileURL(path.join(folder, `${name}.mjs`)).href]);
};
