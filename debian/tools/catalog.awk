# Writes the journal's catalog, which `journalctl -x` shows, out of docs/messages.md.
function cell(text) { gsub(/^ +| +$|`/, "", text); return text }
BEGIN { FS = "|" }
/^\| `/ {
  printf "-- %s\nSubject: convolved: %s\nDefined-By: convolved\nDocumentation: man:convolved(8)\n\n", cell($3), cell($2)
  printf "%s\n\n%s\n\n", cell($5), cell($6)
}
