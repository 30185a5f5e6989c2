#!/usr/bin/env bash
# Prints the capabilities that the rules may use: OPA's own, less every built-in on which the two engines are known to differ or that
# reaches outside (time, network, runtime, randomness). Usage: infra/opa/capabilities.sh   (OPA from infra/.bin, or $OPA)
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
OPA=${OPA:-$ROOT/infra/.bin/opa}

"$OPA" capabilities --current | python3 -c '
import json, re, sys

REFUSED = re.compile(
    r"^(time\..*|net\..*|http\..*|opa\..*|rand\..*|uuid\..*|io\..*|rego\..*|graphql\..*|providers\..*|trace|print"
    r"|lower|upper|sort|strings\.(render_template|split_n|reverse)|json\.match_schema|json\.verify_schema|cast_.*|re_match"
    r"|set_diff|crypto\.(x509|hmac).*|units\..*|yaml\..*|base64.*|urlquery\..*|hex\..*|semver\..*|sprintf)$"
)
capabilities = json.load(sys.stdin)
capabilities["builtins"] = [each for each in capabilities["builtins"] if not REFUSED.match(each["name"])]
capabilities["allow_net"] = []
json.dump(capabilities, sys.stdout, indent=1)
'
