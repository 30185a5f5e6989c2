# Finds or fetches the Go that builds OPA. Sourced, never run.
TOOLCHAIN=1.26.8

# modern GO: true where it is Go 1.21 or later, which fetches by itself what newer version a build asks for.
modern() { [[ "$("$1" version 2>/dev/null)" =~ go1\.(2[1-9]|[3-9][0-9]) ]]; }

# fetched GO: have an older GO fetch a newer one as a module, checked against Go's checksum database; print its path.
fetched() {
    local system module folder
    system="$("$1" env GOOS)-$("$1" env GOARCH)"
    module="golang.org/toolchain@v0.0.1-go$TOOLCHAIN.$system"
    (cd / && "$1" mod download "$module") >"$RUN/go.log" 2>&1 || return 1
    folder="$("$1" env GOMODCACHE)/$module"
    # A module's files carry no right to be run.
    chmod -R u+w "$folder" && chmod +x "$folder"/bin/* "$folder/pkg/tool/${system/-/_}"/*
    echo "$folder/bin/go"
}

# go_program: print the path of a Go that can build OPA.
go_program() {
    local go
    PATH="$PATH:/usr/local/go/bin"
    command -v go >/dev/null || debian golang-go
    go=$(command -v go)
    if modern "$go"; then echo "$go"; else fetched "$go"; fi
}
