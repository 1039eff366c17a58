/** Client ids of the test world, which takes any. A build with these is for tests and for `npm start` alone. */
export const DEMO_CLIENTS = {
  WXT_GOOGLE_CLIENT_ID: '412233445566-demo.apps.googleusercontent.com',
  WXT_GOOGLE_CLIENT_SECRET: 'test-world-secret',
  WXT_MICROSOFT_CLIENT_ID: '5f0c8a1e-7b1d-4c55-9f5e-2f2f6a3c9d10',
} as const;

/** The environment of a build for the test world. It lies beside the real one, which it must never replace. */
export const DEMO_BUILD = { ...DEMO_CLIENTS, WXT_OUT: 'demo-mv3' } as const;
