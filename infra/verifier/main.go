// Command verifier checks, with code that is not the hub's, that an access is in the hub's audit log.
//
// It reads the JSON that the hub gives at /v1/audit/proofs/{audit_id} from standard input, and takes the hub's
// verifier key as its one argument. It prints the checkpoint's origin and size and exits 0, or says why not and exits 1.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proof struct {
	LeafIndex  int64    `json:"leaf_index"`
	LeafHash   string   `json:"leaf_hash"`
	Path       []string `json:"path"`
	Checkpoint string   `json:"checkpoint"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: verifier VERIFIER_KEY < proof.json")
		os.Exit(2)
	}
	found, err := check(os.Args[1], os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "not proved:", err)
		os.Exit(1)
	}
	fmt.Println(found)
}

// check returns the origin and size of the checkpoint that the proof leads to.
func check(key string, input io.Reader) (string, error) {
	var given proof
	if err := json.NewDecoder(input).Decode(&given); err != nil {
		return "", fmt.Errorf("the proof is not JSON: %w", err)
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return "", fmt.Errorf("the verifier key: %w", err)
	}
	opened, err := note.Open([]byte(given.Checkpoint), note.VerifierList(verifier))
	if err != nil {
		return "", fmt.Errorf("the checkpoint's signature: %w", err)
	}
	origin, size, root, err := parse(opened.Text)
	if err != nil {
		return "", err
	}
	leaf, path, err := hashes(given)
	if err != nil {
		return "", err
	}
	if err := tlog.CheckRecord(path, size, root, given.LeafIndex, leaf); err != nil {
		return "", fmt.Errorf("the path from leaf to root: %w", err)
	}
	return fmt.Sprintf("%s %d", origin, size), nil
}

// parse reads the three lines of a checkpoint; tlog.ParseTree would accept Go's own origin only.
func parse(text string) (string, int64, tlog.Hash, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return "", 0, tlog.Hash{}, fmt.Errorf("the checkpoint has not three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return "", 0, tlog.Hash{}, fmt.Errorf("the checkpoint's size: %w", err)
	}
	root, err := hash(lines[2])
	return lines[0], size, root, err
}

func hashes(given proof) (tlog.Hash, tlog.RecordProof, error) {
	leaf, err := hash(given.LeafHash)
	if err != nil {
		return leaf, nil, err
	}
	var path tlog.RecordProof
	for _, step := range given.Path {
		next, err := hash(step)
		if err != nil {
			return leaf, nil, err
		}
		path = append(path, next)
	}
	return leaf, path, nil
}

func hash(text string) (tlog.Hash, error) {
	var found tlog.Hash
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != len(found) {
		return found, fmt.Errorf("%q is not a hash", text)
	}
	copy(found[:], raw)
	return found, nil
}
