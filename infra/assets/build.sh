#!/usr/bin/env bash
# Builds hub/pages/static from the GOV.UK and MoJ frontends. Its output is committed, so that a user of the hub needs no npm.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
"$INFRA/assets/install.sh"

HERE="$INFRA/assets"
GOVUK="$HERE/node_modules/govuk-frontend/dist/govuk"
MOJ="$HERE/node_modules/@ministryofjustice/frontend/moj"
OUT="${1:-$ROOT/hub/pages/static}"
mkdir -p "$OUT/images"

# Both load paths are needed: the MoJ frontend imports node_modules/govuk-frontend.
(cd "$HERE" && node_modules/.bin/sass --load-path=. --load-path=node_modules --style=compressed --no-charset --no-source-map \
    --quiet hub.scss "$OUT/govuk.css")
if grep -qE '@font-face|GDS Transport' "$OUT/govuk.css"; then fail "the style still names the government's font"; fi

grep -oE 'images/icon-[a-z-]+\.svg' "$OUT/govuk.css" | sort -u | while read -r image; do cp "$MOJ/assets/$image" "$OUT/$image"; done
sed 's|//# sourceMappingURL=.*||' "$GOVUK/govuk-frontend.min.js" >"$OUT/govuk-frontend.min.js"
cp "$HERE/start.js" "$HERE/favicon.svg" "$HERE/LICENSES.txt" "$OUT/"
say "built $OUT"
