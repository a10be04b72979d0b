package nodeconfig

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/viper"
)

// Table renders what every role sets as Markdown, from files that defaults and roles write below a directory.
func Table(dir string, defaults func() Config) (string, error) {
	files := make([]map[bool]*viper.Viper, len(Roles))
	for i, r := range Roles {
		home := filepath.Join(dir, string(r))
		c := defaults()
		c.Comet.SetRoot(home)
		if err := makeConfigDir(home); err != nil {
			return "", err
		}
		r.Apply(c)
		c.Write(home)
		files[i] = map[bool]*viper.Viper{}
		for app, name := range map[bool]string{false: "config.toml", true: "app.toml"} {
			v := viper.New()
			v.SetConfigFile(filepath.Join(home, "config", name))
			if err := v.ReadInConfig(); err != nil {
				return "", fmt.Errorf("read %s: %w", name, err)
			}
			files[i][app] = v
		}
	}
	var b strings.Builder
	b.WriteString("| setting | validator | sentry | archive | audit | reason |\n|---|---|---|---|---|---|\n")
	for _, rule := range rules {
		fmt.Fprintf(&b, "| `%s` |", rule.key)
		values := make([]string, len(Roles))
		for i := range Roles {
			if !files[i][rule.app].IsSet(rule.key) {
				return "", fmt.Errorf("no setting %s in the file", rule.key)
			}
			values[i] = fmt.Sprint(files[i][rule.app].Get(rule.key))
			if values[i] == "" {
				values[i] = "off"
			}
		}
		for i, v := range values {
			if i > 0 && v == values[0] {
				v = "="
			}
			fmt.Fprintf(&b, " %s |", v)
		}
		fmt.Fprintf(&b, " %s |\n", rule.reason)
	}
	return b.String(), nil
}
