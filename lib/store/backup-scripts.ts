import { TLS_FILES } from '../tenancy/certificate';

/** Scripts of backups and restores for POSIX shells, with rclone's remote `bucket:` and PostgreSQL's own programs. */

/** A folder of the volume, whose root may hold what is the file system's own. */
const FOLDER = '/work/backup';

/** The file that is sent last: a backup without it never got to its end. */
const SUMS = 'sums';

/** Sends a backup into a folder named after the time, reads it back, and says that it is whole. */
export function upload(store: string): string {
  return `target="bucket:$BUCKET/${store}/$(date -u +%Y-%m-%dT%H-%M-%SZ)"
rclone copy --exclude ${SUMS} ${FOLDER} "$target"
rclone check --download --exclude ${SUMS} ${FOLDER} "$target"
rclone copyto ${FOLDER}/${SUMS} "$target/${SUMS}"`;
}

/** Removes the folders that are older than the days given: last, so that a failed backup removes nothing. */
export function expire(store: string, days: number): string {
  return `oldest=$(date -u -d "@$(($(date -u +%s) - ${days * 86_400}))" +%Y-%m-%dT%H-%M-%SZ)
rclone lsf --dirs-only "bucket:$BUCKET/${store}" | while read -r folder; do
  first=$(printf '%s\\n%s\\n' "\${folder%/}" "$oldest" | sort | head -n 1)
  if [ "$first" != "$oldest" ]; then rclone purge "bucket:$BUCKET/${store}/$folder"; fi
done`;
}

/** Brings the newest whole backup, or the one that BACKUP names, and checks that it is what was sent. */
export function fetch(store: string): string {
  return `mkdir -p ${FOLDER}
newest=$(rclone lsf --recursive --files-only --include '/*/${SUMS}' "bucket:$BUCKET/${store}" | sort | tail -n 1)
backup="\${BACKUP:-\${newest%/${SUMS}}}"
if [ -z "$backup" ]; then echo "there is no backup of ${store} in $BUCKET" >&2; exit 1; fi
echo "restoring \${backup%/}"
rclone copy "bucket:$BUCKET/${store}/\${backup%/}" ${FOLDER}
cd ${FOLDER} && sha256sum -c ${SUMS}`;
}

/** Dumps a database, and sees that the archive can be read. */
export const DUMP = `mkdir -p ${FOLDER} && cd ${FOLDER}
pg_dump --format=custom --file=database.dump
pg_restore --list database.dump > /dev/null
sha256sum database.dump > ${SUMS}`;

/** Replaces what is in a database by the dump that was fetched: all of it or nothing. */
export const RESTORE = `pg_restore --clean --if-exists --no-owner --exit-on-error --single-transaction --dbname="$PGDATABASE" ${FOLDER}/database.dump`;

/** Trusts public authorities for the bucket and the cluster's own for the object store. */
function trust(encrypted: boolean): string {
  return encrypted ? `cat /etc/ssl/certs/ca-certificates.crt ${TLS_FILES}/ca.crt > /tmp/ca.crt\nexport RCLONE_CA_CERT=/tmp/ca.crt\n` : '';
}

/**
 * Mirrors all buckets, and keeps what was replaced or removed since in a folder named after the time. A store that was emptied is
 * not mirrored: its last backup would be.
 */
export function mirror(store: string, days: number, encrypted: boolean): string {
  return `${trust(encrypted)}rclone lsf objects: | grep -q . || {
  if rclone lsf "bucket:$BUCKET/${store}/current" | grep -q .; then echo "${store} is empty and its backup is not; nothing was mirrored" >&2; exit 1; fi
}
rclone sync --checksum --metadata objects: "bucket:$BUCKET/${store}/current" --backup-dir "bucket:$BUCKET/${store}/replaced/$(date -u +%Y-%m-%dT%H-%M-%SZ)"
rclone check --one-way objects: "bucket:$BUCKET/${store}/current"
${expire(`${store}/replaced`, days)}`;
}

/** Brings all buckets back as they were at the last backup. */
export function unmirror(store: string, encrypted: boolean): string {
  return `${trust(encrypted)}rclone lsf "bucket:$BUCKET/${store}/current" | grep -q . || { echo "there is no backup of ${store} in $BUCKET" >&2; exit 1; }
rclone sync --checksum --metadata "bucket:$BUCKET/${store}/current" objects:
rclone check --one-way "bucket:$BUCKET/${store}/current" objects:`;
}

/** Gives buckets that a restore made, which are its own, to the account that makes buckets. */
export const HAND_OVER = `owner=$(versitygw admin list-users | awk '$2 == "userplus" { print $1 }')
buckets=$(versitygw admin list-buckets)
echo "$buckets" | while read -r bucket account; do
  if [ "$account" = "$ADMIN_ACCESS_KEY_ID" ]; then versitygw admin change-bucket-owner --bucket "$bucket" --owner "$owner"; fi
done`;
