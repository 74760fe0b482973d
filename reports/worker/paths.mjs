// Where things lie: the assets beside this file, node_modules in the nearest folder above that has the parts.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

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

export const templates = () => fs.readdirSync(path.join(root, 'templates')).filter(name => name.endsWith('.typ')).map(name => name.slice(0, -4)).filter(name => name !== 'common');
