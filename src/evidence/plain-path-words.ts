/**
 * Words of paths that name no person: what collections, pages of the machinery and the usual probes are called. Any other
 * word may be somebody's login (`/jo.smith/keys`), so it is kept only where the document or `evidence.pathWords` has it.
 */
export const plainPathWords: ReadonlySet<string> = new Set(
  `accounts actuator admin api app apps assets auth builds bulk callback callbacks catalog comments config css data
  debug docs documents download downloads env events export favicon.ico feed feeds files fonts graphql groups health healthz
  help home hooks id images img import index index.html index.php info items jobs js json keys lists live livez login
  logout me media members messages metrics notifications oauth oauth2 openapi.json openapi.yaml orders orgs packages pages
  people ping posts products profile projects prometheus public query ready readyz register releases repos reports
  repositories rest robots.txt root rpc search security.txt server-status session sessions settings sitemap.xml spec start
  static stats status swagger swagger.json system tags tasks teams test token tokens upload uploads user users version
  versions webhook webhooks wp-admin wp-content wp-includes wp-login.php xml xmlrpc.php .env .git .well-known`.split(
    /\s+/,
  ),
);
