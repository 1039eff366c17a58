/**
 * A listener for every host that the world does not serve: it notes the name and closes.
 */
import { createServer, type Socket } from 'node:net';

const HANDSHAKE_RECORD = 0x16;
const CLIENT_HELLO = 0x01;
const SERVER_NAME_EXTENSION = 0;
const MOST_BYTES = 0x4400;

export interface Sink {
  port: number;
  close(): Promise<void>;
}

/** Starts on 127.0.0.1; calls `onHost` with the server name (TLS) or `Host` header (HTTP) of each client. */
export async function startSink(onHost: (host: string) => void): Promise<Sink> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk as Buffer]);
      const host = readHost(received);
      if (host === undefined && received.length < MOST_BYTES) return;
      onHost(host ?? '(no host name)');
      socket.destroy();
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The host that a first message names; `undefined` while the message is not complete. */
function readHost(message: Buffer): string | undefined {
  if (message[0] === HANDSHAKE_RECORD) return readServerName(message);
  const header = message.toString('latin1');
  const host = /^Host: *([^\r\n:]+)/im.exec(header)?.[1];
  return host ?? (header.includes('\r\n\r\n') ? '(no host name)' : undefined);
}

/** Server name of a TLS ClientHello (RFC 8446 §4.1.2, RFC 6066 §3). */
function readServerName(record: Buffer): string | undefined {
  if (record.length < 5 || record.length < 5 + record.readUInt16BE(3)) return undefined;
  if (record[5] !== CLIENT_HELLO) return '(no host name)';
  try {
    let at = 5 + 4 + 2 + 32;
    at += 1 + record.readUInt8(at);
    at += 2 + record.readUInt16BE(at);
    at += 1 + record.readUInt8(at);
    const end = at + 2 + record.readUInt16BE(at);
    at += 2;
    while (at + 4 <= end) {
      const type = record.readUInt16BE(at);
      const length = record.readUInt16BE(at + 2);
      if (type === SERVER_NAME_EXTENSION) {
        return record.toString('ascii', at + 9, at + 9 + record.readUInt16BE(at + 7));
      }
      at += 4 + length;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return '(no host name)';
}
