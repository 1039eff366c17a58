/** Lint rules of this repository that no built-in rule can say. Loaded by `.oxlintrc.json`. */
import { existsSync } from 'node:fs';
import { dirname, posix, relative, resolve, sep } from 'node:path';
import { layerOf, refuseFile, refusePackage } from './layers.ts';

/** The part of a syntax node that the rules read. */
interface Node {
  type: string;
  value?: unknown;
  name?: string;
  callee?: Node;
  arguments?: Node[];
  source?: Node | null;
}

interface Context {
  filename: string;
  report(problem: { message: string; node: Node }): void;
}

/** Folder of the nearest `.oxlintrc.json` above the file: paths are judged from there. */
const roots = new Map<string, string>();

function rootOf(folder: string): string {
  const known = roots.get(folder);
  if (known !== undefined) return known;
  const parent = dirname(folder);
  const root = existsSync(resolve(folder, '.oxlintrc.json')) || parent === folder ? folder : rootOf(parent);
  roots.set(folder, root);
  return root;
}

function pathFromRoot(file: string): string {
  return relative(rootOf(dirname(file)), file)
    .split(sep)
    .join(posix.sep);
}

function checkSpecifier(context: Context, from: string, source: Node | null | undefined): void {
  if (typeof source?.value !== 'string') return;
  const specifier = source.value;
  const refusal = specifier.startsWith('.')
    ? refuseFile(from, posix.join(posix.dirname(from), specifier))
    : refusePackage(from, specifier);
  if (refusal !== null) context.report({ message: `${from}: ${refusal}.`, node: source });
}

/** Imports run one way (layers.ts). Sees `import`, `export … from`, `import()` and types. */
const importDirection = {
  create(context: Context) {
    const from = pathFromRoot(context.filename);
    const bySource = (node: Node) => checkSpecifier(context, from, node.source);
    return {
      ImportDeclaration: bySource,
      ExportNamedDeclaration: bySource,
      ExportAllDeclaration: bySource,
      ImportExpression: bySource,
      TSImportType: bySource,
    };
  },
};

/** `new Date()` and `Date()` read the clock; in the domain time comes in as `now`. */
const noClock = {
  create(context: Context) {
    if (layerOf(pathFromRoot(context.filename)).kind !== 'domain') return {};
    const check = (node: Node) => {
      if (node.callee?.type !== 'Identifier' || node.callee.name !== 'Date') return;
      if (node.type === 'CallExpression' || node.arguments?.length === 0) {
        context.report({ message: 'The domain has no clock: time comes in as `now`.', node });
      }
    };
    return { NewExpression: check, CallExpression: check };
  },
};

export default {
  meta: { name: 'beforehand' },
  rules: { 'import-direction': importDirection, 'no-clock': noClock },
};
