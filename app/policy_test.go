package app_test

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// policyPage says in docs/policy.md who may send what on a new network.
func policyPage() string {
	prices := map[string]string{}
	for _, p := range app.Prices() {
		prices[p.Message] = strings.ToLower(strings.TrimPrefix(p.Class.String(), "SERVICE_CLASS_"))
	}
	rules := slices.SortedFunc(slices.Values(app.Policy()), func(a, b authoritytypes.Rule) int { return cmp.Compare(a.Action, b.Action) })
	var b strings.Builder
	b.WriteString(`# Who may do what

The policy table that a network starts with. A message without a row is refused. The provinces change rows by vote;
"reliefd query authority rules" shows those in force. An officer must hold the role in an organisation of one of the kinds, the organisation must be
active, and what the message is about must lie in its area. This page is generated: go test ./app -run TestPolicyPage -rewrite.

## By message
| message | role | organisation | class of service |
|---|---|---|---|
`)
	byRole := map[authoritytypes.Role][]string{}
	for _, r := range rules {
		class := prices[r.Action]
		if class == "" {
			class = "by vote, no fee"
		}
		name := short(r.Action)
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", name, roleName(r.Role), kindNames(r.Kinds), class)
		byRole[r.Role] = append(byRole[r.Role], name)
	}
	b.WriteString("\n## By role\n| role | may |\n|---|---|\n")
	for _, role := range allRoles() {
		may := strings.Join(byRole[role], ", ")
		if may == "" {
			may = "nothing yet"
		}
		fmt.Fprintf(&b, "| %s | %s |\n", roleName(role), may)
	}
	b.WriteString("\n## Their own affair\nEverybody may, for their own account, key or seat: ")
	own := make([]string, len(ownAffairs))
	for n, url := range ownAffairs {
		own[n] = short(url)
	}
	slices.Sort(own)
	b.WriteString(strings.Join(own, ", ") + ".\n\n## Without a row\nOnly by the provinces' vote, whatever the table says: ")
	voted := make([]string, len(decided))
	for n, url := range decided {
		voted[n] = short(url)
	}
	slices.Sort(voted)
	b.WriteString(strings.Join(voted, ", ") + ".\n")
	return b.String()
}

// short is module.Name of a message.
func short(url string) string {
	parts := strings.Split(strings.TrimPrefix(url, "/"), ".")
	return parts[1] + "." + strings.TrimPrefix(parts[len(parts)-1], "Msg")
}

func roleName(r authoritytypes.Role) string {
	return strings.ToLower(strings.TrimPrefix(r.String(), "ROLE_"))
}

func kindNames(kinds []authoritytypes.OrganisationKind) string {
	if len(kinds) == 0 {
		return "any"
	}
	names := make([]string, len(kinds))
	for n, k := range kinds {
		names[n] = strings.ToLower(strings.TrimPrefix(k.String(), "ORGANISATION_KIND_"))
	}
	return strings.Join(names, ", ")
}

func allRoles() []authoritytypes.Role {
	var roles []authoritytypes.Role
	for r := authoritytypes.ROLE_ADMIN; r.Known(); r++ {
		roles = append(roles, r)
	}
	return roles
}

func allKinds() []authoritytypes.OrganisationKind {
	var kinds []authoritytypes.OrganisationKind
	for k := authoritytypes.ORGANISATION_KIND_NATIONAL; k.Known(); k++ {
		kinds = append(kinds, k)
	}
	return kinds
}

func TestPolicyPage(t *testing.T) { golden(t, "../../docs/policy.md", policyPage()) }

// TestPolicyMatrix asks the chain about every message × role × kind of organisation × place, and compares with what the page says.
func TestPolicyMatrix(t *testing.T) {
	page, err := os.ReadFile("../docs/policy.md")
	require.NoError(t, err)
	places := map[authoritytypes.OrganisationKind]string{
		authoritytypes.ORGANISATION_KIND_PROVINCE: "36", authoritytypes.ORGANISATION_KIND_CITY: "3601",
		authoritytypes.ORGANISATION_KIND_TOWNSHIP: "360101001",
	}
	officers := map[authoritytypes.OrganisationKind]map[authoritytypes.Role]string{}
	c := chaintest.New(t, chaintest.Seats(), func(a *app.App, g *app.Genesis) error {
		if err := chaintest.World(a, g); err != nil {
			return err
		}
		if err := g.AddAreas("3601", "360101", "360101001", "360101002"); err != nil {
			return err
		}
		parents := []uint32{chaintest.Organisations["nation"]}
		for _, kind := range allKinds()[1:] {
			area := cmp.Or(places[kind], "360101")
			places[kind] = area
			id, err := g.AddOrganisation(kind, area, parents[len(parents)-1])
			if err != nil {
				return err
			}
			if kind.Administrative() && kind != authoritytypes.ORGANISATION_KIND_TOWNSHIP {
				parents = append(parents, id)
			}
			officers[kind] = map[authoritytypes.Role]string{}
			for _, role := range allRoles()[:authoritytypes.ROLE_PROVINCES-1] {
				name := fmt.Sprintf("matrix-%d-%d", kind, role)
				credential := sha256.Sum256([]byte(name))
				officers[kind][role] = chaintest.Officer(name)
				if err := g.AddOfficer(authoritytypes.Officer{
					Address: chaintest.Officer(name), Organisation: id, Roles: []authoritytypes.Role{role}, Credential: credential[:],
					ValidFrom: chaintest.Genesis.Unix() - 1, ValidUntil: chaintest.Genesis.Unix() + 1_000_000,
				}); err != nil {
					return err
				}
			}
		}
		return nil
	}, chaintest.Straight)
	c.Block(c.Now)
	ctx, cases := c.Context(), 0
	for _, rule := range app.Policy() {
		row := rowOf(t, string(page), rule.Action)
		for kind, byRole := range officers {
			for role, officer := range byRole {
				for place, inside := range map[string]bool{places[kind]: true, "360101002": false, "3602": false, authoritytypes.Nation: false, "12": false} {
					inside = inside || authoritytypes.Contains(places[kind], place)
					want := inside && row[1] == roleName(role) && (row[2] == "any" || slices.Contains(strings.Split(row[2], ", "), kindNames([]authoritytypes.OrganisationKind{kind})))
					_, err := c.App().Authority.Authorize(ctx, officer, rule.Action, place)
					require.Equal(t, want, err == nil, "%s by %s of %s for %s: %v", rule.Action, role, kind, place, err)
					cases++
				}
			}
		}
		_, err := c.App().Authority.Authorize(ctx, app.Governance(), rule.Action, authoritytypes.Nation)
		require.Equal(t, row[1] == "provinces", err == nil, "%s by vote", rule.Action)
		_, err = c.App().Authority.Authorize(ctx, chaintest.Officer("nobody"), rule.Action, authoritytypes.Nation)
		require.Error(t, err)
		cases += 2
	}
	require.Greater(t, cases, 10_000)
}

// rowOf is the row of a message on the page.
func rowOf(t *testing.T, page, action string) []string {
	t.Helper()
	for line := range strings.Lines(page) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "| "), " | ")
		if len(cells) == 4 && cells[0] == short(action) {
			return cells
		}
	}
	require.Fail(t, "the page has no row", action)
	return nil
}
