// Checks files of alert rules with Prometheus's own reader of them, as `promtool check rules` does.
package main

import (
	"fmt"
	"os"

	"github.com/prometheus/prometheus/model/rulefmt"
)

func main() {
	wrong := false
	for _, file := range os.Args[1:] {
		groups, errs := rulefmt.ParseFile(file, false)
		for _, err := range errs {
			fmt.Fprintln(os.Stderr, err)
			wrong = true
		}
		if groups != nil {
			for _, group := range groups.Groups {
				fmt.Printf("%s: group %s: %d rules\n", file, group.Name, len(group.Rules))
			}
		}
	}
	if wrong {
		os.Exit(1)
	}
}
