export { buildServer, type Mount, type ServerOptions } from './build-server.ts';
