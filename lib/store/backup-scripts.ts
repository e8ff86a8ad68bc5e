import { TLS_FILES } from './certificate';

/** Scripts of backups and restores for POSIX shells, with rclone's remote `bucket:` and PostgreSQL's own programs. */

/** Sends `/work` into a folder named after the time, and reads it back. */
export function upload(store: string): string {
  return `target="bucket:$BUCKET/${store}/$(date -u +%Y-%m-%dT%H-%M-%SZ)"
rclone copy /work "$target"
rclone check --download /work "$target"`;
}

/** Removes the folders that are older than the days given: last, so that a failed backup removes nothing. */
export function expire(store: string, days: number): string {
  return `oldest=$(date -u -d "@$(($(date -u +%s) - ${days * 86_400}))" +%Y-%m-%dT%H-%M-%SZ)
rclone lsf --dirs-only "bucket:$BUCKET/${store}" | while read -r folder; do
  first=$(printf '%s\\n%s\\n' "\${folder%/}" "$oldest" | sort | head -n 1)
  if [ "$first" != "$oldest" ]; then rclone purge "bucket:$BUCKET/${store}/$folder"; fi
done`;
}

/** Brings the newest backup, or the one that BACKUP names, to `/work`, and checks that it is what was sent. */
export function fetch(store: string): string {
  return `rm -rf /work/*
backup="\${BACKUP:-$(rclone lsf --dirs-only "bucket:$BUCKET/${store}" | sort | tail -n 1)}"
if [ -z "$backup" ]; then echo "there is no backup of ${store} in $BUCKET" >&2; exit 1; fi
echo "restoring \${backup%/}"
rclone copy "bucket:$BUCKET/${store}/\${backup%/}" /work
cd /work && sha256sum -c sums`;
}

/** Dumps a database into `/work`, and sees that the archive can be read. */
export const DUMP = `rm -rf /work/*
pg_dump --format=custom --file=/work/database.dump
pg_restore --list /work/database.dump > /dev/null
cd /work && sha256sum database.dump > sums`;

/** Replaces what is in a database by the dump in `/work`: all of it or nothing. */
export const RESTORE =
  'pg_restore --clean --if-exists --no-owner --exit-on-error --single-transaction --dbname="$PGDATABASE" /work/database.dump';

/** Trusts public authorities for the bucket and the cluster's own for the object store. */
function trust(encrypted: boolean): string {
  return encrypted ? `cat /etc/ssl/certs/ca-certificates.crt ${TLS_FILES}/ca.crt > /tmp/ca.crt\nexport RCLONE_CA_CERT=/tmp/ca.crt\n` : '';
}

/** Mirrors all buckets, and keeps what was replaced or removed since in a folder named after the time. */
export function mirror(store: string, days: number, encrypted: boolean): string {
  return `${trust(encrypted)}rclone sync --checksum objects: "bucket:$BUCKET/${store}/current" --backup-dir "bucket:$BUCKET/${store}/replaced/$(date -u +%Y-%m-%dT%H-%M-%SZ)"
rclone check --one-way objects: "bucket:$BUCKET/${store}/current"
${expire(`${store}/replaced`, days)}`;
}

/** Brings all buckets back as they were at the last backup. */
export function unmirror(store: string, encrypted: boolean): string {
  return `${trust(encrypted)}rclone lsf "bucket:$BUCKET/${store}/current" | grep -q . || { echo "there is no backup of ${store} in $BUCKET" >&2; exit 1; }
rclone sync --checksum "bucket:$BUCKET/${store}/current" objects:
rclone check --one-way "bucket:$BUCKET/${store}/current" objects:`;
}

/** Gives buckets that a restore made, which are its own, to the account that makes buckets. */
export const HAND_OVER = `owner=$(versitygw admin list-users | awk '$2 == "userplus" { print $1 }')
buckets=$(versitygw admin list-buckets)
echo "$buckets" | while read -r bucket account; do
  if [ "$account" = "$ADMIN_ACCESS_KEY_ID" ]; then versitygw admin change-bucket-owner --bucket "$bucket" --owner "$owner"; fi
done`;
