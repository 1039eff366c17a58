/**
 * The import table: which layer may import which. `beforehand/import-direction` reads it, and
 * docs/architecture.md shows it in words.
 */

/** Domain stages in the order of the product's line: a stage may import itself and the stages before it. */
const DOMAIN_STAGES = [
  'event',
  'detection',
  'session',
  'programme',
  'practice',
  'note',
  'briefing',
  'review',
] as const;

/** Folders of lib/ that talk to the world. No edge imports another; `platform` serves all of them. */
const EDGES = ['calendar', 'storage', 'notifications', 'messaging', 'platform'] as const;

/** Components that every screen may use. All other folders of components/ are screens. */
const SHARED_COMPONENTS = ['ui', 'hooks'];

type Layer =
  | { kind: 'entrypoint'; name: string }
  | { kind: 'component'; name: string }
  | { kind: 'app' }
  | { kind: 'edge'; name: string }
  | { kind: 'domain'; stage: number; name: string }
  | { kind: 'outside'; name: string };

/** Layer of a file, by its path from the repository's root with forward slashes. */
export function layerOf(path: string): Layer {
  const [top = '', folder = ''] = path.split('/');
  if (top === 'entrypoints') return { kind: 'entrypoint', name: folder };
  if (top === 'components') return { kind: 'component', name: folder };
  if (top !== 'lib') return { kind: 'outside', name: top };
  if (folder === 'app') return { kind: 'app' };
  const stage = (DOMAIN_STAGES as readonly string[]).indexOf(folder);
  if (stage !== -1) return { kind: 'domain', stage, name: folder };
  if ((EDGES as readonly string[]).includes(folder)) return { kind: 'edge', name: folder };
  return { kind: 'outside', name: `lib/${folder}` };
}

/** Why `from` may not import the file `to` (both from the root), or null when it may. */
export function refuseFile(from: string, to: string): string | null {
  const source = layerOf(from);
  const target = layerOf(to);
  if (source.kind === 'outside') {
    return source.name.startsWith('lib/') ? `${source.name} is not a folder that the design knows` : null;
  }
  if (target.kind === 'outside') return `product code may not import ${target.name}`;
  switch (source.kind) {
    case 'entrypoint':
      return refuseForEntrypoint(source.name, target);
    case 'component':
      return refuseForComponent(source.name, target);
    case 'app':
      return target.kind === 'entrypoint' || target.kind === 'component'
        ? `app may not import ${target.kind}s`
        : null;
    case 'edge':
      if (target.kind === 'domain') return null;
      if (target.kind !== 'edge') return `an edge may not import ${describe(target)}`;
      return target.name === source.name || target.name === 'platform'
        ? null
        : 'an edge may not import another edge';
    case 'domain':
      if (target.kind !== 'domain') return `the domain may not import ${describe(target)}`;
      return target.stage <= source.stage
        ? null
        : `${source.name} may not import the later stage ${target.name}`;
  }
}

function refuseForEntrypoint(name: string, target: Layer): string | null {
  if (target.kind === 'component' || target.kind === 'app') return null;
  if (target.kind === 'entrypoint')
    return target.name === name ? null : 'an entrypoint may not import another';
  // The worker's wiring joins the listener of a message to its dispatcher.
  const wiring = name === 'background' ? ['platform', 'messaging'] : ['platform'];
  if (target.kind === 'edge' && wiring.includes(target.name)) return null;
  return `an entrypoint may not import ${describe(target)}`;
}

function refuseForComponent(name: string, target: Layer): string | null {
  if (target.kind === 'app' || target.kind === 'domain') return null;
  if (target.kind === 'edge')
    return target.name === 'platform' ? null : `a component may not import ${describe(target)}`;
  if (target.kind !== 'component') return `a component may not import ${describe(target)}`;
  if (target.name === name || SHARED_COMPONENTS.includes(target.name)) return null;
  return SHARED_COMPONENTS.includes(name)
    ? 'a shared part may not import a screen'
    : 'a screen may not import another screen';
}

function describe(layer: Layer): string {
  if (layer.kind === 'edge' || layer.kind === 'domain') return `lib/${layer.name}`;
  return layer.kind === 'app' ? 'lib/app' : `${layer.kind}s`;
}

/** Where a package may be imported: prefixes of paths from the root. A package that is not listed may be nowhere. */
const PACKAGES: [name: string, places: string[]][] = [
  ['zod/mini', ['lib/', 'components/']],
  ['#i18n', ['components/', 'entrypoints/']],
  ['react', ['components/', 'entrypoints/']],
  ['react-dom', ['components/', 'entrypoints/']],
  ['lucide-react', ['components/']],
  ['wxt/browser', ['components/', 'entrypoints/', 'lib/app/', ...EDGES.map((edge) => `lib/${edge}/`)]],
  ['wxt/utils', ['entrypoints/']],
  ['idb', ['lib/storage/']],
  ['googleapis', ['lib/calendar/google/']],
  ['@microsoft/microsoft-graph-client', ['lib/calendar/outlook/']],
  ['@microsoft/microsoft-graph-types', ['lib/calendar/outlook/']],
];

/** Why product code at `from` may not import the package, or null when it may. */
export function refusePackage(from: string, specifier: string): string | null {
  if (layerOf(from).kind === 'outside') return null;
  const entry = PACKAGES.find(([name]) => specifier === name || specifier.startsWith(`${name}/`));
  if (!entry) return `product code may not import the package ${specifier}`;
  return entry[1].some((place) => from.startsWith(place)) ? null : `${specifier} may not be imported here`;
}
